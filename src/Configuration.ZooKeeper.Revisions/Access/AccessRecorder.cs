using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Records access control lists that are written already, so no other revision and no lost connection may prevent it.</summary>
internal sealed class AccessRecorder(ZooKeeperClient client, HistoryPaths paths, ManagedRootOptions options, IReadOnlyList<Acl> acl, IReadOnlyList<string>? identities)
{
    private readonly Guid _uid = Guid.NewGuid();

    public async Task<AppliedRevision> RecordAsync(string root, IReadOnlyList<AccessChange> written, string message, Author author, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                var data = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
                var head = RecordCodec.ReadHead(data.Data, paths.Head);
                ApplyCheck.ThrowIfImporting(root, head);
                var plan = new Plan { Uid = _uid, Root = root, Kind = RevisionKind.Access, Zxid = 0, Revision = head.Revision, Changes = [] };
                var record = RecordCodec.Write(RecordBuilder.Record(plan, head, message, author, identities, options.TimeProvider.GetUtcNow()) with
                {
                    Count = written.Count,
                    Access = [.. written.Select(change => new RecordedAccess(change.Path, change.OldAcl, change.NewAcl))],
                });
                var next = head with { Revision = head.Revision + 1, Uid = _uid, Bytes = head.Bytes + record.Length };
                var multi = new Multi().SetData(paths.Head, RecordCodec.Write(next), data.Stat.Version).Create(paths.Record(next.Revision), record, acl: acl);
                return await new Transaction(client, paths, options).SendAsync(plan, multi, cancellationToken).ConfigureAwait(false);
            }
            catch (RevisionConflictException e) when (e.Reason == ConflictReason.StalePlan)
            {
                // Another revision was applied meanwhile. Read the head again.
            }
            catch (NotAppliedException e) when (e.IsTransient)
            {
                // Proven by a write of the head, so there is a connection.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await client.RecoverAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
