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
        // A writer that has read the intent before can no longer write without its znode.
        await new ChunkStore(client, paths).DeleteAsync(intent, cancellationToken).ConfigureAwait(false);
        foreach (var change in tree.Changes(null).Where(change => change.Later!.Name == ImportMarker.Name))
        {
            await DeleteAsync(change.Path, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            var stored = await client.GetDataAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
            var head = RecordCodec.ReadHead(stored.Data, paths.Head);
            if (head.Importing?.Intent.Uid != intent)
            {
                return;
            }

            try
            {
                await client.SetDataAsync(paths.Head, RecordCodec.Write(head with { Importing = null }), stored.Stat.Version, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (BadVersionException)
            {
                // Another process has written the head. Read it again.
            }
        }
    }

    private async Task DeleteAsync(string marker, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(marker, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
        }
    }
}
