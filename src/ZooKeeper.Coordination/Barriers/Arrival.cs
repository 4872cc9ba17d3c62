using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Barriers;

/// <summary>
/// One attempt to pass a double barrier, in one session. The first waiting participant writes the names of the next generation, on the condition that all of
/// them still exist. A participant passes only if its name is in that data, never merely because a watch fired.
/// </summary>
internal sealed class Arrival(ZooKeeperSession session, BarrierPlace place, ILogger logger)
{
    private const string Suffix = "member-";

    private readonly Guid _id = Guid.NewGuid();
    private string? _name;

    public bool HasEntered => _name is not null;

    /// <summary>Waits until this process has passed.</summary>
    /// <returns>The name of its znode, and the generation. Null if another client has deleted the znode.</returns>
    public async Task<(string Name, Generation Generation)?> RunAsync(CancellationToken cancellationToken)
    {
        _name = ZnodePath.NameOf(await CreateAsync(cancellationToken).ConfigureAwait(false));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, session.Ended);
        while (true)
        {
            using var look = await BarrierLook.TakeAsync(session, place, end.Token).ConfigureAwait(false);
            if (look.Generation.Members.Contains(_name))
            {
                return (_name, look.Generation);
            }

            if (!look.Present.Contains(_name))
            {
                return null;
            }

            var next = await NextAsync(look, end.Token).ConfigureAwait(false);
            if (next.Count == place.Participants && next[0] == _name)
            {
                await OpenAsync(look.Generation, next, end.Token).ConfigureAwait(false);
            }
            else
            {
                await look.ChangedAsync(end.Token).ConfigureAwait(false);
            }
        }
    }

    public Task WithdrawAsync()
    {
        var withdrawal = new Withdrawal(session, place.Options.TimeProvider, logger);
        return _name is { } name ? withdrawal.RunAsync(place.PathOf(name)) : withdrawal.RunAsync(place.Path, _id);
    }

    private async Task<string> CreateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await VerifyAsync(cancellationToken).ConfigureAwait(false);
                return (await session.CreateProtectedAsync(place.PathOf(Suffix), acl: place.Options.Acl, id: _id, cancellationToken: cancellationToken).ConfigureAwait(false)).Path;
            }
            catch (NoNodeException)
            {
                await EnsurePathAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Runs before the creation. Otherwise, others would count a participant that cannot take part.
    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var znode = await session.GetDataAsync(place.Path, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (znode.Data is { Length: > 0 })
            {
                _ = Generation.Parse(place.Path, place.Participants, znode);
                return;
            }

            try
            {
                await session.SetDataAsync(place.Path, Generation.Encode(place.Participants, []), znode.Stat.Version, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BadVersionException)
            {
                // Another participant was faster.
            }
        }
    }

    // A container: the server deletes it some time after the last participant has left.
    private async Task EnsurePathAsync(CancellationToken cancellationToken)
    {
        try
        {
            await session.CreateWithParentsAsync(
                place.Path, Generation.Encode(place.Participants, []), CreateMode.Container, place.Options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another participant was faster.
        }
    }

    // The participants that have waited longest. Empty until all members of the current generation have left.
    private async Task<IReadOnlyList<string>> NextAsync(BarrierLook look, CancellationToken cancellationToken)
    {
        if (!look.IsOver)
        {
            return [];
        }

        var queue = await Retry.UntilAnsweredAsync(
            () => new ContenderQueue(session, place.Path, [Suffix]).OrderAsync(look.Present, cancellationToken).AsTask(), place.Options.TimeProvider, cancellationToken)
            .ConfigureAwait(false);
        return [.. queue.Select(one => one.Name).Take(place.Participants)];
    }

    // The next look shows whether it succeeded, even if the reply is lost.
    private async Task OpenAsync(Generation present, IReadOnlyList<string> next, CancellationToken cancellationToken)
    {
        var multi = new Multi().SetData(place.Path, Generation.Encode(place.Participants, next), present.Version);
        foreach (var name in next)
        {
            multi.Check(place.PathOf(name));
        }

        try
        {
            await session.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BadVersionException or NoNodeException)
        {
            // One of them has gone, or another client has written.
        }
        catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
        {
            await Retry.PauseAfterAsync(e, place.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
