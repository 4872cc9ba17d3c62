using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>
/// An import that has begun. Its fence is the znode of its intent: every transaction writes it, with the version that this writer knows. A writer that takes
/// over also writes it, so the next transaction of this writer fails. No later import has the same znode.
/// </summary>
internal sealed class Import
{
    private readonly ZooKeeperClient _client;
    private readonly TimeProvider _time;
    private readonly HistoryPaths _paths;
    private readonly string _root;
    private readonly ImportIntent _intent;
    private readonly ImportReference _reference;
    private readonly IProgress<ImportStatus>? _told;
    private readonly IReadOnlyList<string> _markers;
    private ImportProgress _progress;
    private int _version;

    private Import(
        ZooKeeperClient client,
        TimeProvider time,
        HistoryPaths paths,
        string root,
        ImportIntent intent,
        ImportReference reference,
        IProgress<ImportStatus>? told,
        IReadOnlyList<string> markers,
        ImportProgress progress,
        int version)
    {
        _client = client;
        _time = time;
        _paths = paths;
        _root = root;
        _intent = intent;
        _reference = reference;
        _told = told;
        _markers = markers;
        _progress = progress;
        _version = version;
    }

    private string Fence => _paths.ChunksOf(_reference.Intent.Uid);

    /// <summary>Takes over the import that is under way. Its earlier writer can no longer write.</summary>
    /// <exception cref="RevisionException">No import is under way, or a newer version began it.</exception>
    /// <exception cref="LostIntentException">Its intent is missing or damaged.</exception>
    public static async Task<Import> TakeOverAsync(
        ZooKeeperClient client, HistoryPaths paths, RootAccess access, string root, IProgress<ImportStatus>? told, TimeProvider time, CancellationToken cancellationToken)
    {
        var reference = await ReadReferenceAsync(client, paths, root, cancellationToken).ConfigureAwait(false);
        var intent = await ReadIntentAsync(client, paths, root, reference.Intent, cancellationToken).ConfigureAwait(false);
        var path = paths.ChunksOf(reference.Intent.Uid);
        var markers = new ImportMarkers(client, intent.Markers);
        while (true)
        {
            try
            {
                var fence = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
                var progress = ImportProgress.Read(fence.Data, path).WithLastZxid(fence.Stat.Mzxid);
                var multi = new Multi().SetData(path, progress.Write(), fence.Stat.Version);
                var shown = await markers.ShowAsync(multi, progress, access, cancellationToken).ConfigureAwait(false);
                await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
                return new Import(client, time, paths, root, intent, reference, told, shown, progress, fence.Stat.Version + 1);
            }
            catch (NoNodeException e) when (e.Path == path)
            {
                throw Aborted(root, e);
            }
            catch (ZooKeeperException e) when (e is BadVersionException && e.Path == path || e is NoNodeException or NodeExistsException && intent.Markers.Contains(e.Path))
            {
                // The other writer is still writing, or this write succeeded and its reply was lost. Or somebody deletes the markers.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await client.RecoverAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Executes the transactions that are left, and publishes the revision.</summary>
    public async Task<AppliedRevision> FinishAsync(CancellationToken cancellationToken)
    {
        if (_progress.IsAborting)
        {
            throw new RevisionConflictException(ConflictReason.ImportUnderWay, $"Cannot finish the import of '{_root}': it is being undone. Abort it again to complete that.");
        }

        while (_progress.Done < _progress.Batches)
        {
            var batch = new Multi();
            foreach (var change in _intent.Batch(_progress.Done))
            {
                batch.Add(ImportOperation.Forward(_root, change));
            }

            await MoveAsync(_progress with { Done = _progress.Done + 1 }, batch, cancellationToken).ConfigureAwait(false);
        }

        return await new ImportEnd(_client, _paths, _root, _intent, _reference, _version, _time).PublishAsync(_progress.Zxids, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Undoes the transactions that are done. The head and the history are then as if the import had never begun.</summary>
    public async Task AbortAsync(CancellationToken cancellationToken)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        while (_progress.Done > 0)
        {
            var next = _progress with { Done = _progress.Done - 1, IsAborting = true, Zxids = [.. _progress.Zxids.Take(_progress.Done - 1)] };
            var undone = await UndoableAsync(_intent.Batch(next.Done).Reverse().Where(change => !kept.Contains(change.Path)), _progress.Zxids[next.Done], cancellationToken).ConfigureAwait(false);
            try
            {
                await MoveAsync(next, undone, cancellationToken).ConfigureAwait(false);
            }
            catch (RevisionConflictException e) when (e.Reason == ConflictReason.ZnodesMoved && !_markers.Contains(e.Paths[0]))
            {
                // Another client has created a child of it, deleted its parent, or written it since it was read.
                kept.UnionWith(NotUndone(RelativePath.Below(_root, e.Paths[0]), e.InnerException is NoNodeException));
            }
        }

        await new ImportEnd(_client, _paths, _root, _intent, _reference, _version, _time).CancelAsync(cancellationToken).ConfigureAwait(false);
    }

    // Changes that other clients made meanwhile stay. They are drift afterwards.
    private async Task<Multi> UndoableAsync(IEnumerable<IntendedChange> changes, long zxid, CancellationToken cancellationToken)
    {
        var multi = new Multi();
        foreach (var some in changes.Chunk(256))
        {
            var stats = await Task.WhenAll(some.Select(change => _client.ExistsAsync(RelativePath.Full(_root, change.Path), cancellationToken: cancellationToken))).ConfigureAwait(false);
            foreach (var (change, stat) in some.Zip(stats).Where(pair => ImportOperation.IsAsImported(pair.First, pair.Second, zxid)))
            {
                multi.Add(ImportOperation.Backward(_root, change));
            }
        }

        return multi;
    }

    // If the parent of a deleted znode is gone, none of its descendants can be created again. Otherwise each of them would need an attempt.
    private IEnumerable<string> NotUndone(string path, bool isMissing) => isMissing && _intent.Changes.Any(change => change.Path == path && change.Kind == ChangeKind.Delete)
        ? _intent.Changes.Where(change => change.Kind == ChangeKind.Delete && RelativePath.IsAtOrBelow(change.Path, RelativePath.ParentOf(path) ?? "")).Select(change => change.Path)
        : [path];

    // Retries until the outcome is known. The version of the fence lets only one of the attempts take effect.
    private async Task MoveAsync(ImportProgress next, Multi batch, CancellationToken cancellationToken)
    {
        var multi = new Multi().SetData(Fence, next.Write(), _version);
        foreach (var marker in _markers)
        {
            multi.SetData(marker, next.WriteMarker());
        }

        multi.Add(batch);
        long zxid;
        while (true)
        {
            try
            {
                zxid = (await _client.MultiAsync(multi, cancellationToken).ConfigureAwait(false)).Zxid;
                break;
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException && e.Path == Fence)
            {
                zxid = await FindOutcomeAsync(next, e, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await _client.RecoverAsync(e, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (NoNodeException e) when (_markers.Contains(e.Path))
            {
                throw new RevisionConflictException(
                    ConflictReason.ZnodesMoved, $"Cannot continue the import of '{_root}': '{e.Path}' was deleted. Resume the import or abort it; both create it again.", [e.Path!], e);
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException or NodeExistsException or NotEmptyException && e.Path is { } path)
            {
                throw new RevisionConflictException(
                    ConflictReason.ZnodesMoved, $"Cannot continue the import of '{_root}': '{e.Path}' changed since the plan was made. Abort the import.", [e.Path!], e);
            }
        }

        _version++;
        _progress = next.WithLastZxid(zxid);
        _told?.Report(_progress.ToStatus());
    }

    // Returns the zxid of the transaction if it succeeded and its reply was lost.
    private async Task<long> FindOutcomeAsync(ImportProgress next, ZooKeeperException error, CancellationToken cancellationToken)
    {
        try
        {
            var fence = await _client.GetDataAsync(Fence, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (fence.Stat.Version == _version + 1 && fence.Data.AsSpan().SequenceEqual(next.Write()))
            {
                return fence.Stat.Mzxid;
            }
        }
        catch (NoNodeException)
        {
            throw Aborted(_root, error);
        }

        throw new RevisionConflictException(ConflictReason.ImportUnderWay, $"The import of '{_root}' was taken over by another process.", [], error);
    }

    private static async Task<ImportReference> ReadReferenceAsync(ZooKeeperClient client, HistoryPaths paths, string root, CancellationToken cancellationToken)
    {
        await client.SyncAsync(cancellationToken).ConfigureAwait(false);
        var head = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        return RecordCodec.ReadHead(head.Data, paths.Head).Importing switch
        {
            null => throw new RevisionException($"No import of '{root}' is under way."),
            { Format: > 1 } => throw new RevisionException(
                $"Cannot resume or abort the import of '{root}': a newer version began it, and this one does not know its format. Use that version."),
            var reference => reference,
        };
    }

    private static async Task<ImportIntent> ReadIntentAsync(
        ZooKeeperClient client, HistoryPaths paths, string root, ChunkReference reference, CancellationToken cancellationToken)
    {
        try
        {
            var data = await new ChunkStore(client, paths).ReadAsync(reference.Uid, reference.Count, cancellationToken).ConfigureAwait(false);
            return RecordCodec.Read(paths.ChunksOf(reference.Uid), () => RecordCodec.Decompress(data, ImportJson.Context.ImportIntent));
        }
        catch (Exception e) when (e is NoNodeException or RevisionException)
        {
            // Another process may have ended the import just now, and with it the intent.
            var current = await ReadReferenceAsync(client, paths, root, cancellationToken).ConfigureAwait(false);
            throw current.Intent.Uid == reference.Uid ? new LostIntentException(root, reference.Uid, e) : Aborted(root, e);
        }
    }

    private static RevisionConflictException Aborted(string root, Exception cause) =>
        new(ConflictReason.ImportUnderWay, $"The import of '{root}' was aborted by another process.", [], cause);
}
