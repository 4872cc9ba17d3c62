namespace ZooKeeper.Coordination;

/// <summary>Describes a semaphore, at about one moment.</summary>
/// <param name="Limit">How many permits there are, or null if no process of this library has used the path yet.</param>
/// <param name="Holders">The processes with a permit.</param>
/// <param name="Waiting">The processes that wait for one, the next first.</param>
public sealed record SemaphoreState(int? Limit, IReadOnlyList<LockContender> Holders, IReadOnlyList<LockContender> Waiting);
