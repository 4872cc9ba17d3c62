using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Contending;

/// <summary>What processes contend for, and how.</summary>
internal interface IContest
{
    ContenderOptions Options { get; }

    /// <summary>Starts an attempt.</summary>
    IAttempt Begin(ZooKeeperSession session);

    /// <summary>Returns whether an attempt could succeed without waiting. Writes nothing.</summary>
    Task<bool> IsFreeAsync(ZooKeeperOperations operations, CancellationToken cancellationToken);
}
