using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>The last transaction of an import: it moves the head, deletes the markers, and so lets providers publish everything as one state.</summary>
internal sealed class ImportEnd(ZooKeeperClient client, HistoryPaths paths, string root, ImportIntent intent, ImportReference reference)
{
    public async Task<AppliedRevision> PublishAsync(ImportProgress progress, int markerVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var (head, version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (head.Importing?.Uid != intent.Uid)
                {
                    return await PublishedAsync(head, cancellationToken).ConfigureAwait(false);
                }

                var record = RecordCodec.Write(Record(head, progress));
                var hash = Hash(head);
                var next = head with
                {
                    Revision = head.Revision + 1, Uid = intent.Uid, Names = hash.NamesText(), Data = hash.DataText(), Bytes = head.Bytes + record.Length, Importing = null,
                };
                var multi = EndOf(next, version, markerVersion);
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
                await client.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException && e.Path == intent.Markers[0])
            {
                throw TakenOver(e);
            }
        }
    }

    public async Task CancelAsync(int markerVersion, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var (head, version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (head.Importing?.Uid == intent.Uid)
                {
                    var multi = EndOf(head with { Importing = null }, version, markerVersion);
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
                await client.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException && e.Path == intent.Markers[0])
            {
                throw TakenOver(e);
            }
        }
    }

    private Multi EndOf(Head head, int version, int markerVersion)
    {
        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(head), version).Delete(intent.Markers[0], markerVersion);
        foreach (var other in intent.Markers.Skip(1))
        {
            multi.Delete(other);
        }

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

    private RevisionRecord Record(Head head, ImportProgress progress) => new()
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
        Batches = progress.Zxids,
    };

    private TreeHash Hash(Head head) => intent.Kind == RevisionKind.DriftRevert
        ? head.Hash
        : RecordBuilder.HashAfter(head.Hash, intent.Changes.Select(change => new RevisionChange(change.Path, change.Kind, change.Old, change.New)));

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        (await client.GetChildrenAsync(root, cancellationToken: cancellationToken).ConfigureAwait(false)).Names.Count == 1; // the marker

    private RevisionConflictException TakenOver(Exception e) =>
        new(ConflictReason.ImportUnderWay, $"The import of '{root}' was taken over by another process.", [], e);
}
