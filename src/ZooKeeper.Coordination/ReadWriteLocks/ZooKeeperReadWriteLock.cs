using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Locks;

namespace ZooKeeper.Coordination;

/// <summary>
/// A distributed read-write lock: any number of readers, or one writer. Processes get it in the order in which they asked, so a waiting writer makes later readers
/// wait. All members are thread-safe.
/// </summary>
/// <remarks>
/// It is not re-entrant. It excludes Apache Curator's <c>InterProcessReadWriteLock</c> on the same path. kazoo's and ZooKeeper's own recipes use other names.
/// </remarks>
public sealed class ZooKeeperReadWriteLock
{
    private static readonly string[] Suffixes = [ContenderKind.Reader.Suffix, ContenderKind.Writer.Suffix];

    private readonly ZooKeeperClient _client;
    private readonly string? _purpose;
    private readonly Contention _readers;
    private readonly Contention _writers;

    /// <summary>Creates a lock. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the lock. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperReadWriteLock(ZooKeeperClient client, string path, LockOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        options ??= new LockOptions();
        options.Validate();
        _purpose = options.Purpose;
        Path = ZnodePath.Parse(path).Value;
        var reader = new Contender(Path, ContenderKind.Reader, Suffixes, ContenderNote.ForThisProcess(options.Purpose), options);
        _readers = new Contention(client, reader);
        _writers = new Contention(client, reader with { Kind = ContenderKind.Writer });
    }

    /// <summary>Gets the path of the lock.</summary>
    public string Path { get; }

    /// <summary>Waits until this process may read. If the session expires meanwhile, the call joins the queue again in the next session.</summary>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock. Its <see cref="Ownership.Fence"/> orders it against writers, not against other readers.</returns>
    public async Task<LockHandle> AcquireReadAsync(CancellationToken cancellationToken = default) =>
        new(await _readers.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Waits until this process may write. If the session expires meanwhile, the call joins the queue again in the next session.</summary>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock. Dispose it to release it, or call <see cref="LockHandle.DowngradeAsync"/> to keep reading.</returns>
    public async Task<LockHandle> AcquireWriteAsync(CancellationToken cancellationToken = default) =>
        new(await _writers.WaitAsync(cancellationToken).ConfigureAwait(false), _purpose);

    /// <summary>Tries to get the lock for reading, without waiting or for a limited time.</summary>
    /// <param name="wait">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. By default, the call does not wait.</param>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock, or null if no reader was admitted in time.</returns>
    public async Task<LockHandle?> TryAcquireReadAsync(TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        await _readers.TryAsync(wait, cancellationToken).ConfigureAwait(false) is { } tenure ? new LockHandle(tenure) : null;

    /// <summary>Tries to get the lock for writing, without waiting or for a limited time.</summary>
    /// <param name="wait">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. By default, the call does not wait.</param>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The lock, or null if it was not free in time.</returns>
    public async Task<LockHandle?> TryAcquireWriteAsync(TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        await _writers.TryAsync(wait, cancellationToken).ConfigureAwait(false) is { } tenure ? new LockHandle(tenure, _purpose) : null;

    /// <summary>Reads the queue without joining it: the holders first, then the waiters.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<IReadOnlyList<LockContender>> InspectAsync(CancellationToken cancellationToken = default) =>
        new LockQueueReader(_client, Path, Suffixes).ReadAsync(cancellationToken);
}
