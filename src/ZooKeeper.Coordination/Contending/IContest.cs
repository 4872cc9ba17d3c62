using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Contending;

/// <summary>What processes contend for, and how.</summary>
internal interface IContest
{
    ContenderOptions Options { get; }

    /// <summary>Gets the path, as the user knows it.</summary>
    string Path { get; }

    /// <summary>Gets what processes contend for, as measurements call it.</summary>
    ContestKind MeasuredAs { get; }

    /// <summary>Starts an attempt.</summary>
    IAttempt Begin(ZooKeeperSession session);

    /// <summary>Returns whether an attempt could succeed without waiting. Writes nothing.</summary>
    Task<bool> IsFreeAsync(ZooKeeperOperations operations, CancellationToken cancellationToken);
}
