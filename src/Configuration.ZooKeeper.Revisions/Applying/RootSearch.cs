using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Finds the managed root that a path belongs to. The histories of others are not read: each team can have an access control list of its own.</summary>
internal sealed class RootSearch(ZooKeeperClient client, string controlPath)
{
    /// <summary>Returns the registered root that is at or above a path, or the path itself, and whether its history is readable.</summary>
    /// <exception cref="RevisionConflictException">A registered root is below the path.</exception>
    public async Task<(string Root, bool IsReadable)> FindAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var roots = await Registration.ListAsync(client, controlPath, cancellationToken).ConfigureAwait(false);
            Registration.ThrowIfBelow(path, roots);
            return roots.FirstOrDefault(other => ZnodePath.IsAtOrBelow(path, other)) is not { } root ? (path, true)
                : await IsReadableAsync(root, cancellationToken).ConfigureAwait(false) is not false ? (root, true)
                : (path, false);
        }
        catch (NoAuthException)
        {
            return await FindByNameAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    // Registered roots never overlap. Without the list, any other path may overlap one: it can be read and planned, but nothing is applied to it.
    private async Task<(string Root, bool IsReadable)> FindByNameAsync(string path, CancellationToken cancellationToken)
    {
        for (var above = path; above is not null; above = ZnodePath.ParentOf(above))
        {
            if (await IsReadableAsync(above, cancellationToken).ConfigureAwait(false) is { } isReadable)
            {
                return isReadable ? (above, true) : (path, false);
            }
        }

        return (path, false);
    }

    // Null if there is no history. ZooKeeper checks only the permission of the znode itself, not of those above it.
    private async Task<bool?> IsReadableAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetDataAsync(new HistoryPaths(controlPath, root).Head, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NoAuthException)
        {
            return false;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
