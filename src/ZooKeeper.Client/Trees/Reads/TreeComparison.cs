namespace ZooKeeper.Client.Trees;

/// <summary>
/// Znodes whose Stats are compared with the known ones, so that a large tree need not be read again to see that little of it has changed. It leaves no watches
/// behind (docs/decisions/0006).
/// </summary>
internal sealed class TreeComparison(int mostInFlight)
{
    private readonly Queue<string> _waiting = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>How many znodes are not compared yet.</summary>
    public int Count => _open.Count;

    public IEnumerable<string> Paths => _open;

    public void Add(string path)
    {
        _open.Add(path);
        _waiting.Enqueue(path);
    }

    /// <summary>The next path to ask for; null if there is none, or enough are on their way.</summary>
    public string? Take() => _open.Count - _waiting.Count < mostInFlight && _waiting.TryDequeue(out var path) ? path : null;

    public void Remove(string path) => _open.Remove(path);

    public void Clear()
    {
        _waiting.Clear();
        _open.Clear();
    }
}
