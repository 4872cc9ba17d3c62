using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Semaphores;

/// <summary>Processes that contend for the permits of one semaphore.</summary>
internal sealed class SemaphoreContest(string path, Contender queue, SemaphoreFolders folders, SemaphoreLimit limit, int permits, SemaphoreLayout layout) : IContest
{
    public ContenderOptions Options => queue.Options;

    public string Path => path;

    public ContestKind MeasuredAs => ContestKind.Semaphore;

    public Contender Queue => queue;

    public SemaphoreFolders Folders => folders;

    public int Permits => permits;

    public IAttempt Begin(ZooKeeperSession session) =>
        layout == SemaphoreLayout.Curator ? new LockedAttempt(session, this) : new QueuedAttempt(session, this);

    public async Task<bool> IsFreeAsync(ZooKeeperOperations operations, CancellationToken cancellationToken)
    {
        var (waiting, taken) = (NamesAsync(operations, folders.Queue, cancellationToken), NamesAsync(operations, folders.Leases, cancellationToken));
        return CountClaims(await waiting.ConfigureAwait(false), await taken.ConfigureAwait(false)) < permits;
    }

    /// <summary>Counts those that have a permit or are about to get one. A process that got it between the two reads counts once.</summary>
    public int CountClaims(IEnumerable<string> waiting, IReadOnlyList<string> taken) =>
        waiting.Where(name => ContenderName.Parse(name, folders.Kind.Blockers) is not null).Select(name => ZnodePath.NameOf(folders.LeaseOf(name)))
            .Union(taken, StringComparer.Ordinal).Count();

    /// <summary>Returns the permits that are taken, and the version of the limit that was checked.</summary>
    public async Task<(IReadOnlyList<string> Taken, int LimitVersion)> ReadAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        var (version, taken) = (limit.VerifyAsync(session, cancellationToken), NamesAsync(session, folders.Leases, cancellationToken));
        await Task.WhenAll(version, taken).ConfigureAwait(false);
        return (await taken.ConfigureAwait(false), await version.ConfigureAwait(false));
    }

    /// <summary>Returns the permits that are taken, and a watch for a change.</summary>
    public async Task<ZnodeWatch<ZnodeChildren>> WatchLeasesAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await AnsweredAsync(() => session.GetChildrenAndWatchAsync(folders.Leases, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                await EnsureLeasesAsync(session, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async Task EnsureLeasesAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        try
        {
            await AnsweredAsync(() => session.CreateAsync(folders.Leases, null, CreateMode.Container, Options.Acl, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another process was faster.
        }
    }

    public Task<T> AnsweredAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken) =>
        Retry.UntilAnsweredAsync(request, Options.TimeProvider, cancellationToken);

    public Tenure Grant(ZooKeeperSession session, string lease, long zxid) =>
        new(session, new CreatedZnode(lease, default(Stat) with { Czxid = zxid, EphemeralOwner = session.Id }), Options, queue.Logger);

    public Withdrawal Withdraw(ZooKeeperSession session) => new(session, Options.TimeProvider, queue.Logger);

    private static async Task<IReadOnlyList<string>> NamesAsync(ZooKeeperOperations operations, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return (await operations.GetChildrenAsync(folder, cancellationToken: cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }
}
