namespace ZooKeeper.Coordination;

/// <summary>Describes one item of a queue.</summary>
/// <param name="Name">The name of its znode, such as <c>qn-0000000007</c>.</param>
/// <param name="Length">The length of its data, in bytes.</param>
/// <param name="Enqueued">When it was enqueued, by the clock of the server.</param>
/// <param name="Deliveries">How often a consumer has taken it.</param>
/// <param name="Consumer">The session of the consumer that has it now, or null if it waits.</param>
/// <param name="Host">The name of the consumer's computer, or null if it is not known.</param>
/// <param name="ProcessId">The id of the consumer's process, or null if it is not known.</param>
public sealed record QueueEntry(string Name, int Length, DateTimeOffset Enqueued, int Deliveries, long? Consumer, string? Host, int? ProcessId);
