using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>Contends for a path: creates a znode of its own, and waits until none that blocks it is ahead.</summary>
internal sealed class Contention
{
    private static readonly TimeSpan WithdrawalPatience = TimeSpan.FromSeconds(1);

    private readonly ZooKeeperClient _client;
    private readonly string _path;
    private readonly ContenderKind _kind;
    private readonly IReadOnlyList<string> _suffixes;
    private readonly byte[] _data;
    private readonly ContenderOptions _options;
    private readonly ILogger _logger;

    public Contention(ZooKeeperClient client, string path, ContenderKind kind, IReadOnlyList<string> suffixes, byte[] data, ContenderOptions options)
    {
        _client = client;
        _path = path;
        _kind = kind;
        _suffixes = suffixes;
        _data = data;
        _options = options;
        _logger = options.LoggerFactory.CreateLogger("ZooKeeper.Coordination");
    }

    /// <summary>Waits until this contender is the owner. If its session expires or its znode is deleted meanwhile, joins the queue again.</summary>
    public async Task<Tenure> WaitAsync(CancellationToken cancellationToken) =>
        (await RunAsync(waits: true, cancellationToken).ConfigureAwait(false))!;

    /// <summary>Becomes the owner if nobody is ahead now. If somebody is, costs one request and writes nothing.</summary>
    public async Task<Tenure?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var children = await _client.GetChildrenAsync(_path, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (children.Names.Any(name => ContenderName.Parse(name, _suffixes) is { } other && _kind.IsBlockedBy(other.Suffix)))
            {
                return null;
            }
        }
        catch (NoNodeException)
        {
            // Nobody has contended yet.
        }

        return await RunAsync(waits: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = await _client.GetSessionAsync(cancellationToken).ConfigureAwait(false);
            var id = Guid.NewGuid();
            try
            {
                var (tenure, isBlocked) = await ContendAsync(session, id, waits, cancellationToken).ConfigureAwait(false);
                if (isBlocked)
                {
                    await WithdrawAsync(session, id).ConfigureAwait(false);
                    return null;
                }

                if (tenure is not null)
                {
                    return tenure;
                }
            }
            catch (SessionExpiredException)
            {
                // Its znode is gone as well.
            }
            catch (OperationCanceledException) when (session.HasEnded && !cancellationToken.IsCancellationRequested)
            {
                // The same, seen while waiting.
            }
            catch
            {
                await WithdrawAsync(session, id).ConfigureAwait(false);
                throw;
            }
        }
    }

    private Task WithdrawAsync(ZooKeeperSession session, Guid id) =>
        new Withdrawal(session, _options.TimeProvider, _logger).RunAsync(_path, id, WithdrawalPatience);

    // Returns the tenure, or whether somebody is ahead. Neither: another client has deleted the znode.
    private async Task<(Tenure? Tenure, bool IsBlocked)> ContendAsync(ZooKeeperSession session, Guid id, bool waits, CancellationToken cancellationToken)
    {
        var (own, children) = await EnterAsync(session, id, cancellationToken).ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        using var ownWatch = new OwnWatch(session, own.Path);
        while (true)
        {
            var queue = await Retrying(() => new ContenderQueue(session, _path, _suffixes).OrderAsync(children, end.Token).AsTask(), end.Token).ConfigureAwait(false);
            var place = PlaceOf(own.Path, queue);
            if (place < 0)
            {
                return (null, IsBlocked: false);
            }

            if (BlockerOf(place, queue) is not { } blocker)
            {
                return (new Tenure(session, own, _options, _logger), IsBlocked: false);
            }

            if (!waits)
            {
                return (null, IsBlocked: true);
            }

            await WaitForChangeAsync(session, ownWatch, ZnodePath.Combine(_path, blocker), end.Token).ConfigureAwait(false);
            children = (await Retrying(() => session.GetChildrenAsync(_path, cancellationToken: end.Token), end.Token).ConfigureAwait(false)).Names;
        }
    }

    // The list is requested behind the creation without waiting for it, so that the free case takes one round trip.
    private async Task<(CreatedZnode Own, IReadOnlyList<string> Children)> EnterAsync(ZooKeeperSession session, Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var creation = session.CreateProtectedAsync(
                ZnodePath.Combine(_path, _kind.Suffix), _data, CreateMode.EphemeralSequential, _options.Acl, id, cancellationToken);
            var listing = session.GetChildrenAsync(_path, cancellationToken: cancellationToken);
            try
            {
                var own = await creation.ConfigureAwait(false);
                var children = await ChildrenAsync(session, listing, cancellationToken).ConfigureAwait(false);
                return (own, children.Contains(NameOf(own.Path)) ? children : await ListAgainAsync(session, cancellationToken).ConfigureAwait(false));
            }
            catch (NoNodeException)
            {
                await ObserveAsync(listing).ConfigureAwait(false);
                await EnsureParentAsync(session, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await ObserveAsync(listing).ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task<IReadOnlyList<string>> ChildrenAsync(ZooKeeperSession session, Task<ZnodeChildren> listing, CancellationToken cancellationToken)
    {
        try
        {
            return (await listing.ConfigureAwait(false)).Names;
        }
        catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
        {
            return await ListAgainAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<string>> ListAgainAsync(ZooKeeperSession session, CancellationToken cancellationToken) =>
        (await Retrying(() => session.GetChildrenAsync(_path, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false)).Names;

    private static async Task ObserveAsync(Task listing) => await listing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Containers, as Curator's: the server deletes them some time after the last contender has left.
    private async Task EnsureParentAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.CreateWithParentsAsync(
                _path, mode: CreateMode.Container, acl: _options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another contender was faster.
        }
    }

    private static int PlaceOf(string path, IReadOnlyList<ContenderName> queue)
    {
        for (var i = 0; i < queue.Count; i++)
        {
            if (path.EndsWith("/" + queue[i].Name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private string? BlockerOf(int place, IReadOnlyList<ContenderName> queue) =>
        queue.Take(place).Where(other => _kind.IsBlockedBy(other.Suffix)).Select(other => other.Name).LastOrDefault();

    private async Task WaitForChangeAsync(ZooKeeperSession session, OwnWatch ownWatch, string blocker, CancellationToken cancellationToken)
    {
        var ownChanged = await Retrying(() => ownWatch.ChangedAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        try
        {
            using var watch = await Retrying(() => session.ExistsAndWatchAsync(blocker, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value is not null)
            {
                await (await Task.WhenAny(watch.WaitAsync(cancellationToken), ownChanged).WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (NoAuthException)
        {
            // Since 3.8.4 and 3.9.2, exists needs the read permission. The parent can be read, because contenders list it.
            using var watch = await Retrying(() => session.GetChildrenAndWatchAsync(_path, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value.Names.Contains(NameOf(blocker)))
            {
                await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    private async Task<T> Retrying<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
            {
                await Pause.AfterAsync(e, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
