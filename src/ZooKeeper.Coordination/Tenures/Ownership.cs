using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents what this process holds: a lock, a permit, an item of a queue, or the leadership. Dispose it to give it up.</summary>
/// <remarks>
/// No service can stop a process that was paused and does not know that it is no longer the owner. Pass <see cref="Fence"/> to whatever the lock protects and reject
/// lower values there, or write through <see cref="CommitAsync"/> if the protected data is in ZooKeeper.
/// </remarks>
public abstract class Ownership : IAsyncDisposable
{
    private readonly Tenure _tenure;

    private protected Ownership(Tenure tenure) => _tenure = tenure;

    /// <summary>Gets the znode of this owner.</summary>
    public string Path => _tenure.Path;

    /// <summary>
    /// Gets the fencing token: the zxid of the transaction that created the znode of this owner. Each exclusive owner has a higher token than all earlier
    /// owners. Tokens start again only if the ensemble loses its data.
    /// </summary>
    public long Fence => _tenure.Fence;

    /// <summary>
    /// Gets whether this process is the owner, as far as it can tell without asking a server. It becomes false before another process can become the owner, with
    /// the limits that <see cref="ZooKeeperSession.TimeLeft"/> names. Once false, it stays false.
    /// </summary>
    public bool IsHeld => _tenure.IsHeld;

    /// <summary>
    /// Gets a token that is cancelled on the thread pool when the ownership is lost: the session has ended or may have ended, or another client has deleted the
    /// znode. A lost connection alone is not a loss. Disposing does not cancel it.
    /// </summary>
    public CancellationToken LostToken => _tenure.Lost;

    /// <summary>Gets whether the ownership was lost, not given up. Becomes true before <see cref="LostToken"/> is cancelled.</summary>
    internal bool IsLost => _tenure.IsLost;

    /// <summary>Executes writes in one transaction that takes effect only if this process is still the owner. This holds even if the process was paused.</summary>
    /// <param name="multi">The writes.</param>
    /// <param name="cancellationToken">Cancels the wait. The server may still execute the transaction.</param>
    /// <returns>The results of the writes.</returns>
    /// <exception cref="OwnershipLostException">The ownership is lost. Nothing was written.</exception>
    /// <exception cref="ZooKeeperException">A write failed. Nothing was written, unless <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true.</exception>
    public Task<MultiResults> CommitAsync(Multi multi, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(multi);
        return _tenure.CommitAsync(multi, cancellationToken);
    }

    /// <summary>
    /// Gives the ownership up. Waits for the server for about a second; without an answer, the client continues in the background until the znode is deleted or the
    /// session has ended.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _tenure.DisposeAsync();
    }
}
