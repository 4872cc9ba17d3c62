using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperBarrier"/> or <see cref="ZooKeeperDoubleBarrier"/>.</summary>
public sealed class BarrierOptions
{
    /// <summary>Gets or sets the access control list of the znodes that this process creates. The default is null, which means <see cref="Acl.Open"/>.</summary>
    /// <remarks>A participant of a double barrier needs the permissions to create, read, write and delete at the path and below it.</remarks>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the clock for pauses. The default is the system clock. Use the same clock as in the client's options.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
