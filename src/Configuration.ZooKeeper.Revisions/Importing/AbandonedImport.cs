using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>Ends an import whose intent is missing or damaged. What it has changed cannot be undone, so it stays as drift.</summary>
internal sealed class AbandonedImport(ZooKeeperClient client, HistoryPaths paths)
{
    /// <param name="intent">The uid of the intent.</param>
    /// <param name="tree">The tree at and below the managed root.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task EndAsync(Guid intent, TreeSnapshot tree, CancellationToken cancellationToken)
    {
        var markers = new ImportMarkers(client, [.. tree.Changes(null).Where(change => change.Later!.Name == ImportMarker.Name).Select(change => change.Path)]);
        while (!await TryEndAsync(intent, markers, cancellationToken).ConfigureAwait(false))
        {
            // Another process has written the head, or has deleted a znode.
        }

        await new ChunkStore(client, paths).DeleteAsync(intent, cancellationToken).ConfigureAwait(false);
    }

    // One transaction: the markers can be those of a later import, unless the head still names this one.
    private async Task<bool> TryEndAsync(Guid intent, ImportMarkers markers, CancellationToken cancellationToken)
    {
        await client.SyncAsync(cancellationToken).ConfigureAwait(false);
        var stored = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        var head = RecordCodec.ReadHead(stored.Data, paths.Head);
        if (head.Importing?.Intent.Uid != intent)
        {
            return true;
        }

        var multi = new Multi().SetData(paths.Head, RecordCodec.Write(head with { Importing = null }), stored.Stat.Version);
        if (await client.ExistsAsync(paths.ChunksOf(intent), cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
        {
            multi.SetData(paths.ChunksOf(intent), null); // the fence: a writer that has read the intent before can no longer write
        }

        await markers.DeleteAsync(multi, cancellationToken).ConfigureAwait(false);
        try
        {
            await client.MultiAsync(multi, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (ZooKeeperException e) when (e is BadVersionException or NoNodeException)
        {
            return false;
        }
    }
}
