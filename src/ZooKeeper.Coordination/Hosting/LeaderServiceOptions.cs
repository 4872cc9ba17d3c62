namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a leader service.</summary>
public sealed class LeaderServiceOptions
{
    /// <summary>Gets the options of the election. Its logger factory is that of the host.</summary>
    public ElectionOptions Election { get; } = new();

    /// <summary>
    /// Gets or sets how long a stopping host waits for the work to end after it was cancelled. The default is 30 seconds. After that the host goes on, but does not
    /// resign: the znode stays until the session ends, because the work may still run.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long this instance waits before it is a candidate again after its work threw an exception. The default is 10 seconds, so that another instance
    /// can try.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(StopTimeout, TimeSpan.Zero, nameof(StopTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero, nameof(RetryDelay));
    }
}
