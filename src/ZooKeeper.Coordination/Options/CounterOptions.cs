using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperCounter"/>.</summary>
public sealed class CounterOptions
{
    /// <summary>Gets or sets the access control list of the znode, if this process creates it. The default is null, which means <see cref="Acl.Open"/>.</summary>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>Gets or sets how the value is stored. All processes must use the same. The default is <see cref="CounterLayout.Int64"/>.</summary>
    public CounterLayout Layout { get; set; }

    /// <summary>
    /// Gets or sets the longest pause after a conflict with another writer. Each pause is random: at most 2 milliseconds at first, and at most twice as long
    /// after each further conflict. The default is 100 milliseconds, the maximum is one day.
    /// </summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets the name in metrics. Counters with the same name are measured together. The default is null: metrics show the kind only, because each path would be a time series.</summary>
    public string? MetricName { get; set; }

    /// <summary>Gets or sets the clock for pauses. The default is the system clock. Use the same clock as in the client's options.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxRetryDelay, TimeSpan.Zero, nameof(MaxRetryDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxRetryDelay, TimeSpan.FromDays(1), nameof(MaxRetryDelay));
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
