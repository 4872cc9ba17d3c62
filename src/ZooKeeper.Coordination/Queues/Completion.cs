using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>Deletes an item and its claim, with other writes, in one transaction that takes effect once at most: it deletes the claim, which only its owner creates.</summary>
internal sealed class Completion(ClaimedItem item, TimeProvider time)
{
    private bool _isUnknown;

    /// <summary>Runs the transaction until its outcome is known.</summary>
    /// <returns>The results of the writes. Null if it took effect and the reply is lost, which can only be known if there are no writes.</returns>
    public async Task<MultiResults?> RunAsync(Multi writes)
    {
        // The claim comes first, so that a loss is reported as such, whatever else of the writes would fail.
        var multi = new Multi().Delete(item.Claim).Delete(item.Path).Add(writes);
        while (true)
        {
            try
            {
                var results = await item.Session.MultiAsync(multi).ConfigureAwait(false);
                return new MultiResults(results.Zxid, [.. results.Skip(2)]);
            }
            catch (NoNodeException e) when (e.Path == item.Claim)
            {
                throw Lost(e);
            }
            catch (SessionExpiredException e)
            {
                throw new OwnershipLostException(
                    $"The session of the claim '{item.Claim}' has ended. "
                    + (_isUnknown ? "The item is completed, or another consumer gets it: the reply was lost." : "Another consumer gets the item. Nothing was written."),
                    item.Claim,
                    e);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                _isUnknown |= e.IsOutcomeUnknown;
                await Retry.PauseAfterAsync(e, time, CancellationToken.None).ConfigureAwait(false);
                if (_isUnknown && await TookEffectAsync(e).ConfigureAwait(false))
                {
                    if (writes.Count == 0)
                    {
                        return null;
                    }

                    throw;
                }
            }
        }
    }

    private OwnershipLostException Lost(Exception cause) =>
        new($"The claim '{item.Claim}' no longer exists, so another consumer gets the item. Nothing was written.", item.Claim, cause);

    // By zxids: the names of new items and claims can be the same. A server may lag behind the one that has completed it.
    private async Task<bool> TookEffectAsync(ZooKeeperException error)
    {
        try
        {
            var (claim, znode) = await Retry.UntilAnsweredAsync(
                async () =>
                {
                    await item.Session.SyncAsync().ConfigureAwait(false);
                    return (await item.Session.ExistsAsync(item.Claim).ConfigureAwait(false), await item.Session.ExistsAsync(item.Path).ConfigureAwait(false));
                },
                time,
                CancellationToken.None).ConfigureAwait(false);
            return claim?.Czxid != item.Zxid && (znode?.Czxid == item.Znode.Stat.Czxid ? throw Lost(error) : true);
        }
        catch (SessionExpiredException)
        {
            return false; // the next attempt says so
        }
    }
}
