namespace ZooKeeper.Client.Composed;

/// <summary>Creates a znode and its missing ancestors. Goes up only as far as necessary: the client may lack permissions further up.</summary>
internal sealed class CreationWithParents(ZooKeeperOperations operations, CreateMode parents, IReadOnlyList<Acl>? acl)
{
    public async Task<CreatedZnode> RunAsync(string path, byte[]? data, CreateMode mode, TimeSpan? ttl, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await operations.CreateAsync(path, data, mode, acl, ttl, cancellationToken).ConfigureAwait(false);
            }
            catch (NoNodeException) when (ParentOf(path) is { } parent)
            {
                // The loop repeats this if the server deletes a container in between.
                await EnsureAsync(parent, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string? ParentOf(string path) => ZnodePath.ParentOf(path) is { Length: > 1 } parent ? parent : null;

    private async Task EnsureAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(path, data: null, parents, ttl: null, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another client was faster.
        }
    }
}
