using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>Reads revisions.</summary>
internal sealed class HistoryReader(ZooKeeperClient client, HistoryPaths paths)
{
    /// <summary>Returns the numbers of the revisions that are kept, the latest first.</summary>
    public async Task<int[]> NumbersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.SyncAsync(cancellationToken).ConfigureAwait(false);
            var children = await client.GetChildrenAsync(paths.Records, cancellationToken: cancellationToken).ConfigureAwait(false);
            return [.. children.Names.Select(HistoryPaths.NumberOf).OrderDescending()];
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    /// <summary>Reads one revision, or returns null if it is not kept.</summary>
    /// <param name="number">The revision.</param>
    /// <param name="isWhole">Whether to also read changes that are stored outside the record.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<Revision?> ReadAsync(int number, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            var path = paths.Record(number);
            var data = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            var record = RecordCodec.ReadRecord(data.Data, path);
            return ToRevision(number, data.Stat.Czxid, record, isWhole ? await ChangesAsync(record, cancellationToken).ConfigureAwait(false) : record.Changes);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<RecordedChange>> ChangesAsync(RevisionRecord record, CancellationToken cancellationToken)
    {
        if (record.Chunks is not { } chunks)
        {
            return record.Changes;
        }

        var data = await new ChunkStore(client, paths).ReadAsync(chunks.Uid, chunks.Count, cancellationToken).ConfigureAwait(false);
        return RecordCodec.Read(paths.ChunksOf(chunks.Uid), () => RecordCodec.Decompress(data, RecordJson.Context.ChangeSet)).Changes;
    }

    private static Revision ToRevision(int number, long zxid, RevisionRecord record, IReadOnlyList<RecordedChange> changes) => new()
    {
        Number = number,
        Zxid = zxid,
        Uid = record.Uid,
        Kind = record.Kind,
        Of = record.Of,
        Time = record.Time,
        Message = record.Message,
        ClaimedAuthor = new Author(record.User, record.Host),
        ProvenIdentities = record.Identities,
        ChangeCount = record.Count,
        BatchZxids = record.Batches ?? [],
        AccessChanges = [.. (record.Access ?? []).Select(change => new AccessChange(change.Path, change.Old, change.New, Aversion: 0))],
        Changes = [.. changes.Select(change => new RevisionChange(change.Path, change.Kind, change.Old, change.New))],
    };
}
