namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperQueue"/>.</summary>
public sealed class QueueOptions : ContenderOptions
{
    /// <summary>
    /// Gets or sets how many items the queue may have before <see cref="ZooKeeperQueue.EnqueueAsync(ReadOnlyMemory{byte}, CancellationToken)"/> throws a
    /// <see cref="QueueFullException"/>. The default is 10,000. Consumers ignore it.
    /// </summary>
    /// <remarks>
    /// Each call of a producer reads the number of items, so several producers can exceed the limit by one call each. Raise it with care: consumers repeatedly
    /// read the names of all items, and Java clients cannot read more than about 60,000 names without a higher <c>jute.maxbuffer</c>.
    /// </remarks>
    public int MaxItems { get; set; } = 10_000;

    internal new void Validate()
    {
        base.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxItems, 1, nameof(MaxItems));
    }
}
