using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>Deletes an item and its claim, with other writes, in one transaction that takes effect once at most: it deletes the claim, which only its owner creates.</summary>
internal sealed class Completion(ClaimedItem item, TimeProvider time)
{
    // The last failure after which the transaction may have taken effect.
    private ZooKeeperException? _unknown;

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
                return _unknown is not null && await IsGoneAsync().ConfigureAwait(false)
                    ? writes.Count == 0 ? null : throw _unknown
                    : throw new OwnershipLostException($"The claim '{item.Claim}' no longer exists, so another consumer gets the item. Nothing was written.", item.Claim, e);
            }
            catch (SessionExpiredException e)
            {
                throw new OwnershipLostException(
                    $"The session of the claim '{item.Claim}' has ended. "
                    + (_unknown is null ? "Another consumer gets the item. Nothing was written." : "The item is completed, or another consumer gets it: the reply was lost."),
                    item.Claim,
                    e);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                _unknown = e.IsOutcomeUnknown ? e : _unknown;
                await Retry.PauseAfterAsync(e, time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // A server may lag behind the one that has completed it.
    private Task<bool> IsGoneAsync() => Retry.UntilAnsweredAsync(
        async () =>
        {
            await item.Session.SyncAsync().ConfigureAwait(false);
            return await item.Session.ExistsAsync(item.Path).ConfigureAwait(false) is null;
        },
        time,
        CancellationToken.None);
}
