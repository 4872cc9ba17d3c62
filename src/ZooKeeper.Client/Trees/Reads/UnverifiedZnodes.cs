namespace ZooKeeper.Client.Trees;

/// <summary>
/// Queues znodes whose Stats are to be compared with the known ones. So a large tree is not read again if little of it has changed. The comparison leaves no
/// watches on the server (docs/decisions/0006).
/// </summary>
internal sealed class TreeComparison(int mostInFlight)
{
    private readonly Queue<string> _waiting = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>The number of znodes that are not compared yet.</summary>
    public int Count => _open.Count;

    public IEnumerable<string> Paths => _open;

    public void Add(string path)
    {
        _open.Add(path);
        _waiting.Enqueue(path);
    }

    /// <summary>Takes the next path to request; null if there is none, or enough are in flight.</summary>
    public string? Take() => _open.Count - _waiting.Count < mostInFlight && _waiting.TryDequeue(out var path) ? path : null;

    public void Remove(string path) => _open.Remove(path);

    public void Clear()
    {
        _waiting.Clear();
        _open.Clear();
    }
}
