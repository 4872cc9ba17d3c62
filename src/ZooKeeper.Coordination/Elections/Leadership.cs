using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents the leadership of this process. Dispose it to resign.</summary>
/// <remarks>The limits of <see cref="LockHandle"/> hold here as well: what must not happen twice needs <see cref="Term"/>.</remarks>
public sealed class Leadership : IAsyncDisposable
{
    private readonly Tenure _tenure;

    internal Leadership(Tenure tenure) => _tenure = tenure;

    /// <summary>Gets the znode of this leader.</summary>
    public string Path => _tenure.Path;

    /// <summary>Gets the fencing token: each leader has a higher one than all leaders before. It starts again only if the ensemble loses its data.</summary>
    public long Term => _tenure.Fence;

    /// <summary>Gets whether this process is the leader, as far as it can tell without asking a server. Once false, it stays false.</summary>
    public bool IsLeader => _tenure.IsHeld;

    /// <summary>Gets a token that is cancelled on the thread pool when the leadership is lost. Resigning does not cancel it.</summary>
    public CancellationToken LostToken => _tenure.Lost;

    /// <summary>Executes writes in one transaction that takes effect only if this process is still the leader. This holds even if the process was paused.</summary>
    /// <param name="multi">The writes. The call adds a check to it.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the transaction.</param>
    /// <returns>The results of the writes.</returns>
    /// <exception cref="OwnershipLostException">The leadership is lost. Nothing was written.</exception>
    /// <exception cref="ZooKeeperException">A write failed. Nothing was written, unless <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true.</exception>
    public Task<MultiResults> CommitAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        return _tenure.CommitAsync(multi, cancellationToken);
    }

    /// <summary>Resigns. Waits for the server for about a second; without an answer, the client continues in the background.</summary>
    public ValueTask DisposeAsync() => _tenure.DisposeAsync();
}
