using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// Deletes an item and its claim, with other writes, in one transaction. It takes effect at most once, because it deletes the claim, which only its owner
/// creates.
/// </summary>
internal sealed class Completion(ClaimedItem item, TimeProvider time)
{
    private bool _isUnknown;

    /// <summary>Runs the transaction until its outcome is known.</summary>
    /// <returns>The results of the writes. Null if there are no writes, and the transaction took effect but its reply was lost.</returns>
    public async Task<MultiResults?> RunAsync(Multi writes)
    {
        // The claim comes first, so that its loss is reported, even if another write would fail as well.
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
            catch (ZooKeeperException e) when (e.IsTransient || e.IsOutcomeUnknown)
            {
                _isUnknown |= e.IsOutcomeUnknown;
                await Retry.PauseAfterAsync(e, time, CancellationToken.None).ConfigureAwait(false);
                switch (_isUnknown ? await TookEffectAsync(e).ConfigureAwait(false) : null)
                {
                    case true when writes.Count == 0:
                        return null;
                    case true:
                        throw;
                    case false when !e.IsTransient:
                        throw TooLong(e);
                }
            }
        }
    }

    private OwnershipLostException Lost(Exception cause) =>
        new($"The claim '{item.Claim}' no longer exists, so another consumer gets the item. Nothing was written.", item.Claim, cause);

    private ConnectionLossException TooLong(Exception cause) => new(
        $"The item '{item.Path}' is not completed, and nothing was written: the servers most likely reject the length of the transaction. "
        + "Send less data, or raise jute.maxbuffer of the servers.",
        item.Path,
        cause)
    {
        IsTransient = false,
        IsOutcomeUnknown = false,
    };

    // Compares zxids, because new items and claims can have the same names. The sync is for a server that lags behind the one that completed the item.
    // Null if the session has expired: the next attempt reports that.
    private async Task<bool?> TookEffectAsync(ZooKeeperException error)
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
            return null;
        }
    }
}
