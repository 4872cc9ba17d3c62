using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Registers a managed root: creates its znodes below the control path, and stores the state that it finds as the base.</summary>
internal sealed class Registration(ZooKeeperClient client, string root, HistoryPaths paths)
{
    /// <summary>Returns the registered roots, also those of others, whose histories need not be readable.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(ZooKeeperClient client, string controlPath, CancellationToken cancellationToken) =>
        (await ReadAsync(client, new HistoryPaths(controlPath, "/"), cancellationToken).ConfigureAwait(false)).Roots;

    /// <exception cref="RevisionConflictException">A registered root is below the path.</exception>
    public static void ThrowIfBelow(string path, IReadOnlyList<string> roots)
    {
        if (roots.FirstOrDefault(other => other != path && ZnodePath.IsAtOrBelow(other, path)) is { } below)
        {
            throw new RevisionConflictException(
                ConflictReason.OverlappingRoot, $"Cannot manage '{path}': '{below}' is managed already, and is below it. Manage '{below}' alone, or another path.", [below]);
        }
    }

    public async Task RegisterAsync(TreeState tree, IReadOnlyList<Acl> acl, CancellationToken cancellationToken)
    {
        await EnsureAsync(paths.All, acl, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var (roots, version) = await ReadAsync(client, paths, cancellationToken).ConfigureAwait(false);
            ThrowIfBelow(root, roots);
            if (roots.FirstOrDefault(other => ZnodePath.IsAtOrBelow(root, other)) is { } above)
            {
                if (above == root)
                {
                    break; // registered by another writer, or an earlier registration was interrupted
                }

                throw new RevisionConflictException(
                    ConflictReason.OverlappingRoot, $"Cannot manage '{root}': '{above}' is managed, and contains it. Open '{root}' again to use that history.", [above]);
            }

            try
            {
                await client.MultiAsync(
                    new Multi()
                        .SetData(paths.All, data: null, version)
                        .Create(paths.Root, RecordCodec.Write(new RootRegistration(root)), acl: acl)
                        .Create(paths.Records, data: null, acl: acl)
                        .Create(paths.Chunks, data: null, acl: acl),
                    cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (ZooKeeperException e) when (e is BadVersionException or NodeExistsException)
            {
                // Another root was registered meanwhile. Check again whether it overlaps this one.
            }
        }

        await CreateHeadAsync(tree, acl, cancellationToken).ConfigureAwait(false);
    }

    private async Task CreateHeadAsync(TreeState tree, IReadOnlyList<Acl> acl, CancellationToken cancellationToken)
    {
        if (await client.ExistsAsync(paths.Head, cancellationToken: cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        var chunks = new ChunkStore(client, paths, acl);
        var found = await new BaseStore(chunks).WriteAsync(revision: 0, tree, cancellationToken).ConfigureAwait(false);
        var hash = tree.Hash();
        try
        {
            var head = new Head { Revision = 0, Names = hash.NamesText(), Data = hash.DataText(), Base = found };
            await client.CreateAsync(paths.Head, RecordCodec.Write(head), acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            await chunks.DeleteAsync(found.Uid, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<(IReadOnlyList<string> Roots, int Version)> ReadAsync(ZooKeeperClient client, HistoryPaths paths, CancellationToken cancellationToken)
    {
        try
        {
            // Each registration also writes this znode, so an unchanged version means unchanged children.
            var all = await client.GetDataAsync(paths.All, cancellationToken: cancellationToken).ConfigureAwait(false);
            var children = await client.GetChildrenAsync(paths.All, cancellationToken: cancellationToken).ConfigureAwait(false);

            // Only the names: a history can be readable for its own team alone, and must not block the others.
            return ([.. children.Names.Where(HistoryPaths.IsId).Select(ManagedRootId.PathOf)], all.Stat.Version);
        }
        catch (NoNodeException)
        {
            return ([], 0);
        }
    }

    private async Task EnsureAsync(string path, IReadOnlyList<Acl> acl, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateWithParentsAsync(path, acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
        }
    }
}
