using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents a lock that this process holds. Dispose it to release the lock.</summary>
/// <remarks>
/// No lock service can stop a process that was paused and does not know that it has lost its lock. Pass <see cref="Fence"/> to whatever the lock protects and reject
/// lower values there, or write through <see cref="CommitAsync"/> if the protected data is in ZooKeeper.
/// </remarks>
public sealed class LockHandle : IAsyncDisposable
{
    private readonly Tenure _tenure;

    internal LockHandle(Tenure tenure) => _tenure = tenure;

    /// <summary>Gets the znode of this holder.</summary>
    public string Path => _tenure.Path;

    /// <summary>
    /// Gets the fencing token: the zxid of the transaction that created the znode of this holder. Each exclusive holder has a higher one than all holders before. It
    /// starts again only if the ensemble loses its data.
    /// </summary>
    public long Fence => _tenure.Fence;

    /// <summary>
    /// Gets whether the lock is held, as far as this process can tell without asking a server. It becomes false before another process can get the lock, with the
    /// limits that <see cref="ZooKeeperSession.TimeLeft"/> names. Once false, it stays false.
    /// </summary>
    public bool IsHeld => _tenure.IsHeld;

    /// <summary>
    /// Gets a token that is cancelled on the thread pool when the lock is lost: the session has ended or may have ended, or another client has deleted the znode. A
    /// lost connection alone is not a loss. Releasing the lock does not cancel it.
    /// </summary>
    public CancellationToken LostToken => _tenure.Lost;

    /// <summary>Executes writes in one transaction that takes effect only if the lock is still held. This holds even if the process was paused.</summary>
    /// <param name="multi">The writes. The call adds a check to it.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the transaction.</param>
    /// <returns>The results of the writes.</returns>
    /// <exception cref="OwnershipLostException">The lock is lost. Nothing was written.</exception>
    /// <exception cref="ZooKeeperException">A write failed. Nothing was written, unless <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true.</exception>
    public Task<MultiResults> CommitAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        return _tenure.CommitAsync(multi, cancellationToken);
    }

    /// <summary>
    /// Releases the lock. Waits for the server for about a second; without an answer, the client continues in the background until the znode is deleted or the session
    /// has ended.
    /// </summary>
    public ValueTask DisposeAsync() => _tenure.DisposeAsync();
}
