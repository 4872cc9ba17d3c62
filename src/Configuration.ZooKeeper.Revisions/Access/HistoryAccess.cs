using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Access;

/// <summary>Writes the access control list of the control path and everything below it.</summary>
internal sealed class HistoryAccess(ZooKeeperClient client, IReadOnlyList<Acl> acl)
{
    private const int WritesAtOnce = 256;

    /// <summary>
    /// Creates the path, or sets the list on the path and on everything below it. Znodes that are created meanwhile copy the list of the path.
    /// </summary>
    public async Task<int> WriteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateWithParentsAsync(path, acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
            return 1;
        }
        catch (NodeExistsException)
        {
            return await WriteAllAsync(path, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> WriteAllAsync(string path, CancellationToken cancellationToken)
    {
        await client.SetAclAsync(path, acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        var count = 1;
        var children = await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var some in children.Names.Chunk(WritesAtOnce))
        {
            count += (await Task.WhenAll(some.Select(name => TryWriteAllAsync(ZnodePath.Combine(path, name), cancellationToken))).ConfigureAwait(false)).Sum();
        }

        return count;
    }

    private async Task<int> TryWriteAllAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAllAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return 0; // compacted meanwhile
        }
    }
}
