using ZooKeeper.Client;

namespace WebApp;

/// <summary>Writes and deletes znodes, each request in one transaction, so that one request is one reload.</summary>
internal sealed class ZnodeWriter(ZooKeeperClient client)
{
    // How often to look again after somebody else has created or deleted one of the znodes meanwhile.
    private const int Attempts = 10;

    /// <summary>
    /// Makes all of the changes or none. If a znode that is written is missing it is created, and so is what is missing above it; with one that is deleted
    /// goes everything below it.
    /// </summary>
    /// <returns>A zxid that is not before the transaction's.</returns>
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
                // Nothing was done, and what was looked at has changed.
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

        // A version is that of a znode which exists; if it is gone meanwhile, creating it anew is not what was meant.
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

    /// <summary>The znode and those above it that do not exist, the znode first.</summary>
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

    /// <summary>The znode and those below it, each before its children.</summary>
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
