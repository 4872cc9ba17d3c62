using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// Claims one item: creates an ephemeral znode below it, which only one process can create. While the claim exists, other libraries cannot delete the item
/// either. The claim's data is unique, so that a process recognizes its own claim after a lost reply.
/// </summary>
internal sealed class ItemClaim(ZooKeeperSession session, Taking taking, string name)
{
    private readonly string _item = ZnodePath.Combine(taking.Path, name);
    private readonly byte[] _note = ContenderNote.ForThisProcess(purpose: null, id: Guid.NewGuid());
    private bool _isOpen;
    private bool _isResent;

    private string Path => ZnodePath.Combine(_item, ItemNames.Claim);

    /// <summary>Claims the item and reads it, in one round trip.</summary>
    /// <param name="waiting">The znode in the line of consumers, which is deleted in the same transaction. Null if there is none.</param>
    /// <param name="cancellationToken">Ends the wait. The item may be claimed.</param>
    /// <returns>The item. Null if another consumer has it, or it is gone.</returns>
    public async Task<ClaimedItem?> TryAsync(string? waiting, CancellationToken cancellationToken)
    {
        _isOpen = true;
        var (creation, reading) = (TryCreateAsync(waiting, cancellationToken), TryReadAsync(cancellationToken));
        await Task.WhenAll(creation, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (await creation.ConfigureAwait(false) is not { } zxid)
        {
            _isOpen = false;
            return null;
        }

        try
        {
            // If the creation was sent again, the read may have come before it, with the wrong number of deliveries.
            var znode = _isResent ? null : await reading.ConfigureAwait(false);
            while (znode is null)
            {
                znode = await TryReadAsync(cancellationToken).ConfigureAwait(false);
            }

            return new ClaimedItem(session, _item, Path, zxid, znode.Value);
        }
        catch (NoNodeException)
        {
            _isOpen = false; // another client has deleted both
            return null;
        }
    }

    /// <summary>Deletes the claim of an attempt that gave up, if there is one.</summary>
    public Task WithdrawAsync() => _isOpen ? new Withdrawal(session, taking.Options.TimeProvider, taking.Line.Logger).RunAsync(Path, IsOwn) : Task.CompletedTask;

    private bool IsOwn(ZnodeData claim) => claim.Data.AsSpan().SequenceEqual(_note);

    // The zxid of the transaction. Null if another consumer has the item, or it is gone.
    private async Task<long?> TryCreateAsync(string? waiting, CancellationToken cancellationToken)
    {
        // The creation comes first: of several failures, a server reports the first.
        var multi = new Multi().Create(Path, _note, CreateMode.Ephemeral, taking.Options.Acl);
        if (waiting is not null)
        {
            multi.Delete(waiting);
        }

        while (true)
        {
            try
            {
                return (await session.MultiAsync(multi, cancellationToken).ConfigureAwait(false)).Zxid;
            }
            catch (NodeExistsException)
            {
                return _isResent ? await FindAsync(cancellationToken).ConfigureAwait(false) : null;
            }
            catch (NoNodeException e) when (e.Path == Path)
            {
                return null;
            }
            catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
            {
                _isResent = true;
                await Retry.PauseAfterAsync(e, taking.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // A server may lag behind the one that has created it.
    private Task<long?> FindAsync(CancellationToken cancellationToken) => Retry.UntilAnsweredAsync<long?>(
        async () =>
        {
            await session.SyncAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var znode = await session.GetDataAsync(Path, cancellationToken: cancellationToken).ConfigureAwait(false);
                return IsOwn(znode) ? znode.Stat.Czxid : null;
            }
            catch (NoNodeException)
            {
                return null; // it was another's, and is gone
            }
        },
        taking.Options.TimeProvider,
        cancellationToken);

    // Null if the request must be sent again.
    private async Task<ZnodeData?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await session.GetDataAsync(_item, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e.IsTransient && e is not SessionExpiredException)
        {
            await Retry.PauseAfterAsync(e, taking.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return null;
        }
    }
}
