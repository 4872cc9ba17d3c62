using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options of <see cref="ZooKeeperTransactions"/>.</summary>
public sealed class TransactionOptions
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(1);

    /// <summary>Gets or sets the access control list of the znodes that this process creates. The default is null, which means <see cref="Acl.Open"/>.</summary>
    /// <remarks>Coordinators, participants and recoveries need the permissions to create, read, write and delete at the path and below it. Anyone who can write there decides transactions.</remarks>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>
    /// Gets or sets how long each phase may take: preparing, deciding, and carrying out the decision. A transaction that is not prepared in time is aborted. A
    /// decision that is not carried out in time is left to recovery. The default is 30 seconds, the maximum is one day.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how long recovery leaves a transaction to the processes that run it. After that, recovery aborts an open transaction, carries out a
    /// committed one, and deletes the record of one that has ended. Each process measures the delay by its own clock, from the time when it first sees the
    /// record in that state. Choose more than <see cref="Timeout"/>; otherwise, recovery aborts transactions that are still running. The default is one minute,
    /// the maximum is one day. With zero, the first recovery ends all transactions.
    /// </summary>
    public TimeSpan RecoveryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the time between two recoveries in a host. The default is 30 seconds, the maximum is one day.</summary>
    public TimeSpan RecoveryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets how many transactions can have a record. If there are more, none can begin until recovery has ended some. The limit is not exact: transactions that begin
    /// at the same time can exceed it. The default is 1,000, the maximum is 10,000: ZooKeeper returns the names of all in one reply.
    /// </summary>
    public int MaxTransactions { get; set; } = 1_000;

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the clock for timeouts and delays. The default is the system clock. Use the same clock as in the client's options.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Timeout, MaxTime, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(RecoveryDelay, TimeSpan.Zero, nameof(RecoveryDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RecoveryDelay, MaxTime, nameof(RecoveryDelay));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RecoveryInterval, TimeSpan.Zero, nameof(RecoveryInterval));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RecoveryInterval, MaxTime, nameof(RecoveryInterval));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTransactions, 1, nameof(MaxTransactions));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxTransactions, 10_000, nameof(MaxTransactions));
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
    }
}
