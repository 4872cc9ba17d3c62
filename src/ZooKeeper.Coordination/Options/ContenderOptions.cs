using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options that locks and elections share.</summary>
public abstract class ContenderOptions
{
    private protected ContenderOptions()
    {
    }

    /// <summary>Gets or sets the access control list of the znodes. The default is null, which means <see cref="Acl.Open"/>.</summary>
    /// <remarks>
    /// All contenders need the permissions to create, read and delete at the path. Without the read permission on the znode of another contender, they wait
    /// less efficiently.
    /// </remarks>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>
    /// Gets or sets how long before the possible end of its session an owner gives up. The default is zero: <see cref="ZooKeeperSession.TimeLeft"/> already
    /// allows for clocks that run at different rates.
    /// </summary>
    /// <remarks>
    /// In an ensemble, a follower that has lost its leader still answers its clients for a while, up to <c>syncLimit × tickTime</c>. Add that time here if an
    /// overlap of two owners is worse than a lock that is given up early. Protect work that must never happen twice with the fencing token.
    /// </remarks>
    public TimeSpan SafetyMargin { get; set; }

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>
    /// Gets or sets the name in metrics, such as <c>exports</c>. Locks with the same name are measured together. The default is null: metrics show the kind only,
    /// because the path of a lock can contain the number of an order, and each path would be a time series. Traces always have the path.
    /// </summary>
    public string? MetricName { get; set; }

    /// <summary>Gets or sets the clock for deadlines and timeouts. The default is the system clock. Use the same clock as in the client's options.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SafetyMargin, TimeSpan.Zero, nameof(SafetyMargin));
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
