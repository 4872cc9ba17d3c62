using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Finds out whether an apply with a lost reply was executed. If it was not, ensures that it never will be.</summary>
internal sealed class OutcomeResolver(ZooKeeperClient client, HistoryPaths paths, TimeProvider time)
{
    /// <param name="uid">The uid of the plan.</param>
    /// <param name="planned">The revision that the plan was made for.</param>
    /// <param name="cancellationToken">Ends the attempt, without an answer.</param>
    /// <returns>The revision, or null if the apply was not executed and never will be.</returns>
    public async Task<AppliedRevision?> ResolveAsync(Guid uid, int planned, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                // A follower can lag behind the server that the apply went to.
                await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                var head = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
                var current = RecordCodec.ReadHead(head.Data, paths.Head);
                if (current.Revision > planned)
                {
                    return await ReadAsync(uid, planned + 1, cancellationToken).ConfigureAwait(false);
                }

                // The request can still be under way. This write raises the version, so the version condition of the request fails.
                await client.SetDataAsync(paths.Head, head.Data, head.Stat.Version, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (BadVersionException)
            {
                // The apply itself, or another writer, was faster. Read the head again.
            }
            catch (NoNodeException e) when (e.Path == paths.Head)
            {
                return null; // deleted with the whole history, so the condition on its version cannot hold
            }
            catch (ZooKeeperException e) when (e.IsTransient || e.IsOutcomeUnknown)
            {
                await client.RecoverAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Reads the record, because a third writer may have replaced the head already.
    private async Task<AppliedRevision?> ReadAsync(Guid uid, int revision, CancellationToken cancellationToken)
    {
        var path = paths.Record(revision);
        try
        {
            var record = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return RecordCodec.ReadRecord(record.Data, path).Uid == uid ? new AppliedRevision(revision, record.Stat.Czxid, uid) : null;
        }
        catch (NoNodeException e)
        {
            throw new OutcomeUnknownException(
                uid, $"Cannot say whether the plan was applied: the record '{path}' is no longer kept. Compare the znodes with the plan.", e);
        }
    }
}
