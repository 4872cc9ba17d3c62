using ZooKeeper.Client;

namespace WebApp;

/// <summary>Writes and deletes znodes, each request in one transaction, so that one request is one reload.</summary>
internal sealed class ZnodeWriter(ZooKeeperClient client)
{
    // How often to retry when another client creates or deletes one of the znodes at the same time.
    private const int Attempts = 10;

    /// <summary>
    /// Makes all changes or none. Creates a missing znode and its missing ancestors. Deletes a znode together with its descendants.
    /// </summary>
    /// <returns>A zxid that is not less than the zxid of the transaction.</returns>
    public Task<long> ApplyAsync(IReadOnlyList<ZnodeEdit> edits, CancellationToken cancellationToken) => RepeatAsync(async () =>
    {
        var multi = new Multi();
        var created = new HashSet<string>();
        foreach (var edit in edits)
        {
            await (edit.Value is null ? AddDeletionAsync(multi, edit, cancellationToken) : AddWriteAsync(multi, edit, created, cancellationToken));
        }

        await client.MultiAsync(multi, cancellationToken);
        return client.LastZxid;
    });

    private static async Task<long> RepeatAsync(Func<Task<long>> transaction)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await transaction();
            }
            catch (ZooKeeperException e) when (attempt < Attempts && e is NoNodeException or NodeExistsException or NotEmptyException)
            {
                // Nothing was changed, because the znodes have changed since they were read.
            }
        }
    }

    private async Task AddWriteAsync(Multi multi, ZnodeEdit edit, HashSet<string> created, CancellationToken cancellationToken)
    {
        var missing = await FindMissingAsync(edit.Path, created, cancellationToken);
        foreach (var parent in missing.Skip(1).Reverse())
        {
            multi.Create(parent, data: null);
        }

        // A version belongs to an existing znode. If the znode has been deleted, do not create it again.
        _ = missing.Count == 0 || edit.Version >= 0 ? multi.SetData(edit.Path, edit.Value, edit.Version) : multi.Create(edit.Path, edit.Value);
        created.UnionWith(missing);
    }

    private async Task AddDeletionAsync(Multi multi, ZnodeEdit edit, CancellationToken cancellationToken)
    {
        foreach (var znode in Enumerable.Reverse(await SubtreeAsync(edit.Path, cancellationToken)))
        {
            multi.Delete(znode, znode == edit.Path ? edit.Version : -1);
        }
    }

    /// <summary>Returns the znode and its ancestors that do not exist, the znode first.</summary>
    private async Task<List<string>> FindMissingAsync(string path, HashSet<string> created, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var at = path;
        while (at.Length > 0 && !created.Contains(at) && await client.ExistsAsync(at, cancellationToken: cancellationToken) is null)
        {
            missing.Add(at);
            at = at[..at.LastIndexOf('/')];
        }

        return missing;
    }

    /// <summary>Returns the znode and its descendants, parents before children.</summary>
    private async Task<List<string>> SubtreeAsync(string path, CancellationToken cancellationToken)
    {
        var found = new List<string> { path };
        for (var i = 0; i < found.Count; i++)
        {
            var children = await client.GetChildrenAsync(found[i], cancellationToken: cancellationToken);
            found.AddRange(children.Names.Select(name => $"{found[i]}/{name}"));
        }

        return found;
    }
}
