namespace ZooKeeper.Client.Composed;

/// <summary>Deletes a subtree from the leaves up. Other clients may create and delete znodes meanwhile.</summary>
internal sealed class SubtreeDeletion(ZooKeeperOperations operations)
{
    private const int MostOperations = 500;
    private const int MostBytes = 256 * 1024;

    private int _deleted;

    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            var paths = await ListAsync(path, cancellationToken).ConfigureAwait(false);
            foreach (var batch in Split(paths))
            {
                await DeleteAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            if (paths.Count == 0 || await operations.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false) is null)
            {
                return _deleted;
            }
        }
    }

    // Children first.
    private async Task<List<string>> ListAsync(string root, CancellationToken cancellationToken)
    {
        List<string> found = [root];
        for (var i = 0; i < found.Count; i++)
        {
            try
            {
                var path = found[i];
                var children = await operations.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
                found.AddRange(children.Names.Select(name => ZnodePath.Combine(path, name)));
            }
            catch (NoNodeException)
            {
                found.RemoveAt(i--);
            }
        }

        found.Reverse();
        return found;
    }

    private static IEnumerable<List<string>> Split(List<string> paths)
    {
        var (batch, bytes) = (new List<string>(), 0);
        foreach (var path in paths)
        {
            if (batch.Count == MostOperations || bytes > MostBytes)
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }

            batch.Add(path);
            bytes += path.Length * 3; // at most, in UTF-8
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private async Task DeleteAsync(List<string> paths, CancellationToken cancellationToken)
    {
        try
        {
            await operations.MultiAsync(paths.Aggregate(new Multi(), (multi, path) => multi.Delete(path)), cancellationToken).ConfigureAwait(false);
            _deleted += paths.Count;
        }
        catch (ZooKeeperException e) when (e is NoNodeException or NotEmptyException)
        {
            // Another client changed the subtree. Deleting the znodes one by one still removes the others.
            foreach (var path in paths)
            {
                await TryDeleteAsync(path, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TryDeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await operations.DeleteAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            _deleted++;
        }
        catch (ZooKeeperException e) when (e is NoNodeException or NotEmptyException)
        {
            // Already deleted, or the next pass finds its new children.
        }
    }
}
