using Configuration.ZooKeeper.Revisions.Applying;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>The markers of an import. Applications see them, and reject reloads. Another client can delete them.</summary>
internal sealed class ImportMarkers(ZooKeeperClient client, IReadOnlyList<string> paths)
{
    /// <summary>Adds the writes that create or update the markers, and returns their paths. No marker is shown below a znode that was deleted.</summary>
    public async Task<IReadOnlyList<string>> ShowAsync(Multi multi, ImportProgress progress, RootAccess access, CancellationToken cancellationToken)
    {
        var shown = new List<string>();
        foreach (var path in paths)
        {
            if (await ExistsAsync(path, cancellationToken).ConfigureAwait(false))
            {
                multi.SetData(path, progress.WriteMarker());
            }
            else if (await ExistsAsync(ZnodePath.ParentOf(path)!, cancellationToken).ConfigureAwait(false))
            {
                multi.Create(path, progress.WriteMarker(), acl: await access.ForPathAsync(path, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                continue;
            }

            shown.Add(path);
        }

        return shown;
    }

    /// <summary>Adds the deletions of the markers that exist.</summary>
    public async Task DeleteAsync(Multi multi, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            if (await ExistsAsync(path, cancellationToken).ConfigureAwait(false))
            {
                multi.Delete(path);
            }
        }
    }

    private async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) =>
        await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is not null;
}
