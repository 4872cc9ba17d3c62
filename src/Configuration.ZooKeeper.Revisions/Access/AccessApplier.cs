using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Writes access control lists, one by one, and records them as a revision.</summary>
internal sealed class AccessApplier(ZooKeeperClient client, HistoryPaths paths, RootAccess access, ManagedRootOptions options)
{
    public async Task<AppliedRevision> ApplyAsync(AccessPlan plan, PresentState present, string message, Author author, CancellationToken cancellationToken)
    {
        var head = present.Head!;
        var historyAcl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        var identities = await access.IdentitiesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var change in plan.Changes)
        {
            await SetAsync(plan, change, cancellationToken).ConfigureAwait(false);
        }

        var empty = new Plan { Uid = Guid.NewGuid(), Root = plan.Root, Kind = RevisionKind.Access, Zxid = present.Tree.Zxid, Revision = head.Revision, Changes = [] };
        var record = RecordCodec.Write(RecordBuilder.Record(empty, head, message, author, identities, options.TimeProvider.GetUtcNow()) with
        {
            Count = plan.Changes.Count,
            Access = [.. plan.Changes.Select(change => new RecordedAccess(change.Path, change.OldAcl, change.NewAcl))],
        });
        var next = head with { Revision = head.Revision + 1, Uid = empty.Uid, Bytes = head.Bytes + record.Length };
        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(next), present.HeadVersion).Create(paths.Record(next.Revision), record, acl: historyAcl);
        return await new Transaction(client, paths, options).SendAsync(empty, multi, cancellationToken).ConfigureAwait(false);
    }

    private async Task SetAsync(AccessPlan plan, AccessChange change, CancellationToken cancellationToken)
    {
        var path = RelativePath.Full(plan.Root, change.Path);
        try
        {
            await client.SetAclAsync(path, change.NewAcl, change.Aversion, cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException)
        {
            throw new RevisionConflictException(
                ConflictReason.ZnodesMoved,
                $"Cannot continue writing the access control lists: '{path}' changed since the plan was made. The lists before it are written. Plan again.",
                [path],
                e);
        }
    }
}
