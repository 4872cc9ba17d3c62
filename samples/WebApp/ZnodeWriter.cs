using ZooKeeper.Client;

namespace WebApp;

/// <summary>Writes and deletes znodes, each request in one transaction, so that one request is one reload.</summary>
internal sealed class ZnodeWriter(ZooKeeperClient client)
{
    // How often to look again after somebody else has created or deleted one of the znodes meanwhile.
    private const int Attempts = 10;

    /// <summary>Writes a znode. If it is missing it is created, and so is what is missing above it.</summary>
    /// <returns>A zxid that is not before the write's.</returns>
    public Task<long> WriteAsync(string path, byte[] value, CancellationToken cancellationToken) => RepeatAsync(async () =>
    {
        var missing = await FindMissingAsync(path, cancellationToken);
        var multi = new Multi();
        foreach (var parent in missing.Skip(1).Reverse())
        {
            multi.Create(parent, data: null);
        }

        await client.MultiAsync(missing.Count == 0 ? multi.SetData(path, value) : multi.Create(path, value), cancellationToken);
        return client.LastZxid;
    });

    /// <summary>Deletes a znode and everything below it.</summary>
    /// <returns>A zxid that is not before the deletion's.</returns>
    public Task<long> DeleteAsync(string path, CancellationToken cancellationToken) => RepeatAsync(async () =>
    {
        var multi = new Multi();
        foreach (var znode in Enumerable.Reverse(await SubtreeAsync(path, cancellationToken)))
        {
            multi.Delete(znode);
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

    /// <summary>The znode and those above it that do not exist, the znode first.</summary>
    private async Task<List<string>> FindMissingAsync(string path, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var at = path;
        while (at.Length > 0 && await client.ExistsAsync(at, cancellationToken: cancellationToken) is null)
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
