using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Locks;

namespace ZooKeeper.Coordination;

/// <summary>A distributed lock: at most one process holds it. Processes get it in the order in which they asked. All members are thread-safe.</summary>
/// <remarks>
/// <para>
/// The lock is not re-entrant, and belongs to no thread: each call of <see cref="AcquireAsync"/> competes with all others, including those of this process.
/// </para>
/// <para>
/// It excludes Apache Curator's <c>InterProcessMutex</c> and go-zookeeper's <c>Lock</c> on the same path, and kazoo's <c>Lock</c> with
/// <c>extra_lock_patterns=["lock-"]</c>. docs/coordination.md has the table.
/// </para>
/// </remarks>
public sealed class ZooKeeperLock
{
    private readonly ZooKeeperClient _client;
    private readonly Contention _contention;

    /// <summary>Creates a lock. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the lock. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperLock(ZooKeeperClient client, string path, LockOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        options ??= new LockOptions();
        options.Validate();
        Path = ZnodePath.Parse(path).Value;
        _contention = new Contention(
            client, new Contender(Path, ContenderKind.Mutex, ContenderKind.Mutex.Blockers, ContenderNote.ForThisProcess(options.Purpose), options));
    }

    /// <summary>Gets the path of the lock.</summary>
    public string Path { get; }

    /// <summary>Waits until this process holds the lock. If the session expires meanwhile, the call joins the queue again in the next session.</summary>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock. Dispose it to release it.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public async Task<LockHandle> AcquireAsync(CancellationToken cancellationToken = default) =>
        new(await _contention.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Tries to get the lock, without waiting or for a limited time.</summary>
    /// <param name="wait">
    /// How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. By default, the call does not wait: if the lock is taken, it costs one read and no
    /// write. A server that lags can still report a lock as taken after its release.
    /// </param>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock, or null if it was not free in time.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public async Task<LockHandle?> TryAcquireAsync(TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        await _contention.TryAsync(wait, cancellationToken).ConfigureAwait(false) is { } tenure ? new LockHandle(tenure) : null;

    /// <summary>Reads the queue without joining it: the holder first, then the waiters.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<IReadOnlyList<LockContender>> InspectAsync(CancellationToken cancellationToken = default) =>
        new LockQueueReader(_client, Path, ContenderKind.Mutex.Blockers).ReadAsync(cancellationToken);
}
