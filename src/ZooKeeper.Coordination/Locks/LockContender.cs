namespace ZooKeeper.Coordination;

/// <summary>Describes one process in the queue of a lock or semaphore.</summary>
/// <param name="Position">The position in the queue. Zero is the first.</param>
/// <param name="Path">The znode.</param>
/// <param name="Kind">What it wants: <c>lock</c>, <c>read</c>, <c>write</c> or <c>permit</c>.</param>
/// <param name="SessionId">The id of its session.</param>
/// <param name="Fence">The fencing token that it has, or will have.</param>
/// <param name="Since">When it joined the queue, by the clock of the server.</param>
/// <param name="Host">The name of its computer, or null if it is not known: only this library writes it.</param>
/// <param name="ProcessId">The id of its process, or null if it is not known.</param>
/// <param name="Purpose">What it wants the lock for, or null.</param>
public sealed record LockContender(
    int Position, string Path, string Kind, long SessionId, long Fence, DateTimeOffset Since, string? Host, int? ProcessId, string? Purpose);
