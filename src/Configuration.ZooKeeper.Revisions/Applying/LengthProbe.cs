using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>
/// Finds out whether the servers reject the length of a transaction. They close the connection without a reason, so this looks like any other lost connection.
/// The transaction is therefore sent again, when it is proven that it can no longer have an effect: servers that accept its length answer.
/// </summary>
internal sealed class LengthProbe(ZooKeeperClient client, TimeProvider time)
{
    // The client needs five losses to be sure, and the first one was before the probe.
    private const int MostAttempts = 5;

    /// <param name="multi">The transaction, with a condition that no longer holds.</param>
    /// <param name="cancellationToken">Ends the attempt, without an answer.</param>
    public async Task<bool> IsRejectedAsync(Multi multi, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            try
            {
                await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
                return false;
            }
            catch (ZooKeeperException e) when (e.IsOutcomeUnknown && !e.IsTransient)
            {
                return true;
            }
            catch (ZooKeeperException e) when (e.IsTransient || e.IsOutcomeUnknown)
            {
                await client.RecoverAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException)
            {
                return false; // an answer
            }
        }

        return false;
    }
}
