namespace ZooKeeper.Coordination;

/// <summary>Describes a queue.</summary>
/// <param name="Count">How many items it has, with those that consumers have taken and not completed.</param>
/// <param name="Items">The first items, in order.</param>
public sealed record QueueState(int Count, IReadOnlyList<QueueEntry> Items);
