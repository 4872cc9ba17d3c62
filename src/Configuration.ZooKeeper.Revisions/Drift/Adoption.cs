using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Drift;

/// <summary>Records drift as a revision. The znodes do not change, so anything that is written meanwhile is drift again.</summary>
internal sealed class Adoption(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    private const int MaxRecordLength = 256 * 1024;

    public async Task<AppliedRevision> AdoptAsync(TreeDrift drift, PresentState present, string message, Author author, CancellationToken cancellationToken)
    {
        var head = present.Head!;
        var acl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        var plan = new Plan { Uid = Guid.NewGuid(), Root = present.Tree.Root, Kind = RevisionKind.Adopt, Zxid = drift.Zxid, Revision = head.Revision, Changes = [] };
        var record = RecordBuilder.Record(
            plan, head, message, author, await access.IdentitiesAsync(cancellationToken).ConfigureAwait(false), options.TimeProvider.GetUtcNow()) with
        {
            Count = drift.Changes.Count,
            Changes = [.. drift.Changes.Select(change => new RecordedChange { Path = change.Path, Kind = change.Kind, Old = change.OldData, New = change.NewData })],
        };
        var data = RecordCodec.Write(record);
        if (data.Length > MaxRecordLength)
        {
            var changes = RecordCodec.Compress(new ChangeSet(record.Changes), RecordJson.Context.ChangeSet);
            var count = await new ChunkStore(client, paths, acl).WriteAsync(plan.Uid, changes, cancellationToken).ConfigureAwait(false);
            data = RecordCodec.Write(record with { Changes = [], Chunks = new ChunkReference(plan.Uid, count) });
        }

        // Only what the drift contains: the hash of what is not readable stays as it is.
        var hash = RecordBuilder.HashAfter(head.Hash, drift.Changes);
        var next = head with
        {
            Revision = head.Revision + 1, Uid = plan.Uid, Names = hash.NamesText(), Data = hash.DataText(), Bytes = head.Bytes + data.Length,
        };
        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(next), present.HeadVersion).Create(paths.Record(next.Revision), data, acl: acl);
        return await new Transaction(client, paths, options).SendAsync(plan, multi, cancellationToken).ConfigureAwait(false);
    }
}
