using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>One attempt to become the owner, in one session: creates a znode, and waits until no znode that blocks it is ahead.</summary>
internal sealed class Attempt(ZooKeeperSession session, Contender contender) : IAttempt
{
    private readonly Guid _id = Guid.NewGuid();

    private CreatedZnode? _own;

    public bool HasEntered => _own is not null;

    public bool IsBlocked { get; private set; }

    public async Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken) =>
        await PassAsync(waits, admitsAsync: null, cancellationToken).ConfigureAwait(false) is { } passed
            ? new Tenure(session, passed.Own, contender.Options, contender.Logger, passed.Watch)
            : null;

    /// <summary>Waits until no contender that blocks this one is ahead. Creates the znode in the first call.</summary>
    /// <param name="waits">Whether it waits for others.</param>
    /// <param name="admitsAsync">Decides whether a blocked contender may pass, given the names of those ahead of it. Null if none may.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The znode, and the watch on it if one was set. The caller disposes the watch. Null if the attempt is blocked and does not wait, or if another client has
    /// deleted its znode.
    /// </returns>
    public async Task<(CreatedZnode Own, ZnodeWatch<Stat?>? Watch)?> PassAsync(
        bool waits, Func<IEnumerable<string>, CancellationToken, Task<bool>>? admitsAsync, CancellationToken cancellationToken)
    {
        var children = _own is null
            ? await EnterAsync(cancellationToken).ConfigureAwait(false)
            : await ListAsync(cancellationToken).ConfigureAwait(false);
        var own = _own!.Value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        using var ownWatch = new OwnWatch(session, own.Path, contender.Time);
        while (true)
        {
            DemandNoStranger(children);
            var queue = await OrderAsync(children, end.Token).ConfigureAwait(false);
            var place = PlaceOf(ZnodePath.NameOf(own.Path), queue);
            if (place < 0)
            {
                return null;
            }

            if (BlockerOf(place, queue) is not { } blocker || (admitsAsync is not null && await admitsAsync(queue.Take(place).Select(other => other.Name), end.Token).ConfigureAwait(false)))
            {
                return (own, ownWatch.Take());
            }

            if (!waits)
            {
                IsBlocked = true;
                return null;
            }

            await WaitForChangeAsync(ownWatch, ZnodePath.Combine(contender.Path, blocker), end.Token).ConfigureAwait(false);
            children = await ListAsync(end.Token).ConfigureAwait(false);
        }
    }

    public Task WithdrawAsync()
    {
        var withdrawal = new Withdrawal(session, contender.Time, contender.Logger);
        return _own is { } own ? withdrawal.RunAsync(own.Path) : withdrawal.RunAsync(contender.Path, _id);
    }

    // Requests the list without waiting for the creation, so that the uncontended case takes one round trip.
    private async Task<IReadOnlyList<string>> EnterAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (creation, listing) = (CreateAsync(cancellationToken), TryListAsync(cancellationToken));
            try
            {
                await Task.WhenAll(creation, listing).ConfigureAwait(false);
            }
            catch (NoNodeException)
            {
                await EnsurePathAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            // The list came too early if the creation was sent again after a lost connection.
            return await listing.ConfigureAwait(false) is { } children && children.Contains(ZnodePath.NameOf(_own!.Value.Path))
                ? children
                : await ListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CreateAsync(CancellationToken cancellationToken) => _own = await session.CreateProtectedAsync(
        ZnodePath.Combine(contender.Path, contender.Kind.Suffix), contender.Data, CreateMode.EphemeralSequential, contender.Options.Acl, _id, cancellationToken)
        .ConfigureAwait(false);

    // Null if the list must be requested again.
    private async Task<IReadOnlyList<string>?> TryListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await session.GetChildrenAsync(contender.Path, cancellationToken: cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (ZooKeeperException e) when (e is NoNodeException || e.IsTransient)
        {
            return null;
        }
    }

    // Containers, like Curator's: the server deletes them some time after the last contender has left.
    private async Task EnsurePathAsync(CancellationToken cancellationToken)
    {
        try
        {
            await session.CreateWithParentsAsync(
                contender.Path, mode: CreateMode.Container, acl: contender.Options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another contender was faster.
        }
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        (await AnsweredAsync(() => session.GetChildrenAsync(contender.Path, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false)).Names;

    private Task<IReadOnlyList<ContenderName>> OrderAsync(IReadOnlyList<string> children, CancellationToken cancellationToken) => AnsweredAsync(
        () => new ContenderQueue(session, contender.Path, contender.Suffixes).OrderAsync(children, cancellationToken).AsTask(), cancellationToken);

    private void DemandNoStranger(IReadOnlyList<string> children)
    {
        if (contender.Kind.Strangers.Count > 0 && children.FirstOrDefault(name => ContenderName.Parse(name, contender.Kind.Strangers) is not null) is { } stranger)
        {
            throw new InvalidOperationException(
                $"'{contender.Path}' has '{stranger}' beside znodes that end with '{contender.Kind.Suffix}' and a number. They do not see each other, so there would be "
                + $"two leaders. Choose another path, or another {nameof(ElectionOptions)}.{nameof(ElectionOptions.Layout)}.");
        }
    }

    private static int PlaceOf(string name, IReadOnlyList<ContenderName> queue)
    {
        for (var i = 0; i < queue.Count; i++)
        {
            if (queue[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private string? BlockerOf(int place, IReadOnlyList<ContenderName> queue) =>
        queue.Take(place).Where(other => contender.Kind.IsBlockedBy(other.Suffix)).Select(other => other.Name).LastOrDefault();

    private async Task WaitForChangeAsync(OwnWatch ownWatch, string blocker, CancellationToken cancellationToken)
    {
        var ownChanged = ownWatch.ChangedAsync();
        try
        {
            using var watch = await AnsweredAsync(() => session.ExistsAndWatchAsync(blocker, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value is not null)
            {
                await (await Task.WhenAny(watch.WaitAsync(cancellationToken), ownChanged).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (NoAuthException)
        {
            // Since 3.8.4 and 3.9.2, exists needs the read permission. The path can be read, because contenders list it.
            using var watch = await AnsweredAsync(() => session.GetChildrenAndWatchAsync(contender.Path, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value.Names.Contains(ZnodePath.NameOf(blocker)))
            {
                await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private Task<T> AnsweredAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(read, contender.Time, cancellationToken);
}
