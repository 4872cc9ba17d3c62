using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperGroup"/>.</summary>
public sealed class GroupOptions
{
    /// <summary>Gets or sets the access control list of the znodes that this process creates. The default is null, which means <see cref="Acl.Open"/>.</summary>
    /// <remarks>
    /// A member needs the permissions to create, read and delete at the path. To change its data, it also needs the permission to write to its own znode.
    /// </remarks>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>
    /// Gets or sets how long a membership waits before it tries again after an error, such as a missing permission. The default is 5 seconds, the maximum is one day. A
    /// lost connection or session needs no such pause.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the name in metrics. Groups with the same name are measured together. The default is null: metrics show the kind only, because each path would be a time series.</summary>
    public string? MetricName { get; set; }

    /// <summary>Gets or sets the clock for pauses. The default is the system clock. Use the same clock as in the client's options.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RetryDelay, TimeSpan.Zero, nameof(RetryDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetryDelay, TimeSpan.FromDays(1), nameof(RetryDelay));
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
