namespace ZooKeeper.Client.Trees;

/// <summary>
/// Tracks unreadable znodes and when to retry them. A change of an ACL produces no event, so the mirror retries. The jitter keeps a thousand applications from
/// retrying at the same time.
/// </summary>
internal sealed class UnreadablePaths(TimeProvider time)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (long Since, TimeSpan Wait)> _paths = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> All => _paths.Keys;

    /// <summary>Adds a path. Returns false if it was already known as unreadable.</summary>
    public bool Add(string path)
    {
        var isNew = !_paths.ContainsKey(path);
        _paths[path] = (time.GetTimestamp(), RetryInterval * (0.75 + (Random.Shared.NextDouble() / 2)));
        return isNew;
    }

    public bool Remove(string path) => _paths.Remove(path);

    public IReadOnlyList<string> TakeDue()
    {
        if (_paths.Count == 0)
        {
            return [];
        }

        var due = _paths.Where(entry => time.GetElapsedTime(entry.Value.Since) >= entry.Value.Wait).Select(entry => entry.Key).ToArray();
        foreach (var path in due)
        {
            Add(path);
        }

        return due;
    }
}
