using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Locks;
using ZooKeeper.Coordination.Semaphores;

namespace ZooKeeper.Coordination;

/// <summary>
/// A distributed semaphore: all processes together hold at most a fixed number of permits. They get permits in the order in which they asked. All members are
/// thread-safe.
/// </summary>
/// <remarks>
/// The first process stores the number of permits at the path. A process with another number gets an error, as it would admit too many.
/// </remarks>
public sealed class ZooKeeperSemaphore
{
    private readonly ZooKeeperClient _client;
    private readonly SemaphoreFolders _folders;
    private readonly Contention _contention;

    /// <summary>Creates a semaphore. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the semaphore. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="permits">How many permits there are: at least 1, and the same number in all processes.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the number or an option is invalid.</exception>
    public ZooKeeperSemaphore(ZooKeeperClient client, string path, int permits, SemaphoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(permits, 1);
        options ??= new SemaphoreOptions();
        options.Validate();
        _client = client;
        Path = ZnodePath.Parse(path).Value;
        Permits = permits;
        _folders = new SemaphoreFolders(Path, options.Layout);
        var queue = new Contender(_folders.Queue, _folders.Kind, _folders.Kind.Blockers, ContenderNote.ForThisProcess(options.Purpose), options);
        _contention = new Contention(
            client, new SemaphoreContest(Path, queue, _folders, new SemaphoreLimit(Path, permits, options.Layout), permits, options.Layout));
    }

    /// <summary>Gets the path of the semaphore.</summary>
    public string Path { get; }

    /// <summary>Gets how many permits there are.</summary>
    public int Permits { get; }

    /// <summary>Waits until this process has a permit. If the session expires meanwhile, the call joins the queue again in the next session.</summary>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The permit. Dispose it to return it.</returns>
    /// <exception cref="InvalidOperationException">Other processes use another number of permits or another layout. The message names both.</exception>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public async Task<SemaphoreHandle> AcquireAsync(CancellationToken cancellationToken = default) =>
        new(await _contention.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Tries to get a permit, without waiting or for a limited time.</summary>
    /// <param name="wait">
    /// How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. By default, the call does not wait: if all permits are taken, it costs two reads and
    /// no write. In the layout of Curator, a permit counts as taken while another process is about to get one.
    /// </param>
    /// <param name="cancellationToken">Gives up. The znode in the queue is deleted.</param>
    /// <returns>The permit, or null if none was free in time.</returns>
    /// <exception cref="InvalidOperationException">Other processes use another number of permits or another layout. The message names both.</exception>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public async Task<SemaphoreHandle?> TryAcquireAsync(TimeSpan wait = default, CancellationToken cancellationToken = default) =>
        await _contention.TryAsync(wait, cancellationToken).ConfigureAwait(false) is { } tenure ? new SemaphoreHandle(tenure) : null;

    /// <summary>Reads the holders and the waiters, without joining the queue.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<SemaphoreState> InspectAsync(CancellationToken cancellationToken = default)
    {
        var waiting = await new LockQueueReader(_client, _folders.Queue, _folders.Kind.Blockers).ReadAsync(cancellationToken).ConfigureAwait(false);
        var holders = await new LockQueueReader(_client, _folders.Leases, [SemaphoreFolders.LeaseSuffix]).ReadAsync(cancellationToken).ConfigureAwait(false);
        return new SemaphoreState(await ReadLimitAsync(cancellationToken).ConfigureAwait(false), holders, waiting);
    }

    private async Task<int?> ReadLimitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SemaphoreLimit.Parse((await _client.GetDataAsync(Path, cancellationToken: cancellationToken).ConfigureAwait(false)).Data)?.Permits;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
