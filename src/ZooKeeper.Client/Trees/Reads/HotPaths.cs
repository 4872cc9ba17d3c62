namespace ZooKeeper.Client.Trees;

/// <summary>
/// Remembers znodes that were written between a look-back and its proof. Each multiRead includes them, as far as they fit into half of it. Those that fit are
/// known at its zxid, however often they are written (docs/protocol.md, "Publishing by look-back").
/// </summary>
internal sealed class HotPaths
{
    private const int MostPaths = 1024;

    // Consecutive unchanged reads before a path stops being hot.
    private const int Patience = 8;

    private readonly Dictionary<string, int> _patience = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> All => _patience.Keys;

    public void Add(IEnumerable<string> paths)
    {
        foreach (var path in paths.Where(_ => _patience.Count < MostPaths))
        {
            _patience[path] = Patience;
        }
    }

    public void OnRead(string path, bool isWritten)
    {
        if (!_patience.TryGetValue(path, out var left))
        {
            return;
        }

        if (isWritten)
        {
            _patience[path] = Patience;
        }
        else if (left > 1)
        {
            _patience[path] = left - 1;
        }
        else
        {
            _patience.Remove(path);
        }
    }

    public void Remove(string path) => _patience.Remove(path);

    public void Clear() => _patience.Clear();
}
