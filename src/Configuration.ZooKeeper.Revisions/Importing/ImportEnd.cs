using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>The last transaction of an import: it moves the head, deletes the markers, and so lets providers publish everything as one state.</summary>
internal sealed class ImportEnd(ZooKeeperClient client, HistoryPaths paths, string root, ImportIntent intent, ImportReference reference, int version, TimeProvider time)
{
    private readonly ImportMarkers _markers = new(client, intent.Markers);

    private string Fence => paths.ChunksOf(reference.Intent.Uid);

    public async Task<AppliedRevision> PublishAsync(IReadOnlyList<long> zxids, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var (head, headVersion) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (head.Importing?.Intent.Uid != reference.Intent.Uid)
                {
                    return await PublishedAsync(head, cancellationToken).ConfigureAwait(false);
                }

                var record = RecordCodec.Write(Record(head, zxids));
                var hash = Hash(head);
                var next = head with
                {
                    Revision = head.Revision + 1, Uid = intent.Uid, Names = hash.NamesText(), Data = hash.DataText(), Bytes = head.Bytes + record.Length, Importing = null,
                };
                var multi = await EndOfAsync(next, headVersion, cancellationToken).ConfigureAwait(false);
                if (intent.Changes is [.., { Path: "", Kind: ChangeKind.Delete } last])
                {
                    multi.Delete(root, last.Version);
                }

                var acl = (await client.GetAclAsync(paths.Records, cancellationToken).ConfigureAwait(false)).Acl;
                var results = await client.MultiAsync(multi.Create(paths.Record(next.Revision), record, acl: acl), cancellationToken).ConfigureAwait(false);
                return new AppliedRevision(next.Revision, results.Zxid, intent.Uid);
            }
            catch (BadVersionException e) when (e.Path == paths.Head)
            {
                // Another process wrote the head to resolve the outcome of its own apply. Read the head again.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await client.RecoverAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException && e.Path == Fence)
            {
                throw TakenOver(e);
            }
            catch (NoNodeException e) when (intent.Markers.Contains(e.Path))
            {
                // Another client has deleted it just now.
            }
        }
    }

    public async Task CancelAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var (head, headVersion) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (head.Importing?.Intent.Uid == reference.Intent.Uid)
                {
                    var multi = await EndOfAsync(head with { Importing = null }, headVersion, cancellationToken).ConfigureAwait(false);
                    if (intent.Changes is [{ Path: "", Kind: ChangeKind.Create }, ..] && await IsEmptyAsync(cancellationToken).ConfigureAwait(false))
                    {
                        multi.Delete(root);
                    }

                    await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
                }
                else if (await FindPublishedAsync(head, cancellationToken).ConfigureAwait(false) is { } published)
                {
                    // Its record refers to the chunks.
                    throw new RevisionConflictException(
                        ConflictReason.ImportUnderWay, $"Another process has published the import of '{root}' as revision {published.Number}. To undo it, roll back.");
                }

                await new ChunkStore(client, paths).DeleteAsync(reference.Intent.Uid, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BadVersionException e) when (e.Path == paths.Head)
            {
                // As above.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await client.RecoverAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException && e.Path == Fence)
            {
                throw TakenOver(e);
            }
            catch (NoNodeException e) when (intent.Markers.Contains(e.Path))
            {
                // Another client has deleted it just now.
            }
        }
    }

    private async Task<Multi> EndOfAsync(Head head, int headVersion, CancellationToken cancellationToken)
    {
        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(head), headVersion).Check(Fence, version);
        await _markers.DeleteAsync(multi, cancellationToken).ConfigureAwait(false);
        return multi;
    }

    private async Task<(Head Head, int Version)> ReadAsync(CancellationToken cancellationToken)
    {
        await client.SyncAsync(cancellationToken).ConfigureAwait(false);
        var head = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        return (RecordCodec.ReadHead(head.Data, paths.Head), head.Stat.Version);
    }

    // The reply of the last transaction was lost, or another process has ended the import.
    private async Task<AppliedRevision> PublishedAsync(Head head, CancellationToken cancellationToken) =>
        await FindPublishedAsync(head, cancellationToken).ConfigureAwait(false)
        ?? throw new RevisionConflictException(ConflictReason.ImportUnderWay, $"The import of '{root}' was aborted by another process.");

    private async Task<AppliedRevision?> FindPublishedAsync(Head head, CancellationToken cancellationToken)
    {
        for (var number = head.Revision; number >= head.Oldest && number > head.Revision - 100; number--)
        {
            var record = await client.GetDataAsync(paths.Record(number), cancellationToken: cancellationToken).ConfigureAwait(false);
            if (RecordCodec.ReadRecord(record.Data, paths.Record(number)).Uid == intent.Uid)
            {
                return new AppliedRevision(number, record.Stat.Czxid, intent.Uid);
            }
        }

        return null;
    }

    private RevisionRecord Record(Head head, IReadOnlyList<long> zxids) => new()
    {
        Uid = intent.Uid,
        Parent = head.Uid,
        Kind = intent.Kind,
        Of = intent.Of,
        Time = intent.Time,
        Message = intent.Message,
        User = intent.User,
        Host = intent.Host,
        Identities = intent.Identities,
        Changes = [],
        Count = intent.Changes.Count,
        Chunks = reference.Intent,
        Batches = zxids,
    };

    private TreeHash Hash(Head head) => intent.Kind == RevisionKind.DriftRevert
        ? head.Hash
        : RecordBuilder.HashAfter(head.Hash, intent.Changes.Select(change => new RevisionChange(change.Path, change.Kind, change.Old, change.New)));

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetChildrenAsync(root, cancellationToken: cancellationToken).ConfigureAwait(false)).Names.All(name => name == ImportMarker.Name);
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    private RevisionConflictException TakenOver(Exception e) =>
        new(ConflictReason.ImportUnderWay, $"The import of '{root}' was taken over by another process.", [], e);
}
