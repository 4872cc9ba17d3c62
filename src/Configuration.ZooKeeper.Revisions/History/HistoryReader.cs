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
    public async Task<Revision?> ReadAsync(int number, CancellationToken cancellationToken)
    {
        try
        {
            var path = paths.Record(number);
            var data = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return ToRevision(number, data.Stat.Czxid, RecordCodec.ReadRecord(data.Data, path));
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private static Revision ToRevision(int number, long zxid, RevisionRecord record) => new()
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
        Changes = [.. record.Changes.Select(change => new RevisionChange(change.Path, change.Kind, change.Old, change.New))],
    };
}
