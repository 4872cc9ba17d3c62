namespace ZooKeeper.Client.Trees;

/// <summary>
/// How many znodes of unknown size may be read at once. A server builds a whole reply in its heap, and can die of it; so a few come first,
/// and what they weigh tells how many more (docs/protocol.md, "Chunks").
/// </summary>
internal sealed class SizeProbe
{
    private const int MostPaths = 1024;
    private const int Growth = 4;

    private readonly int _first;
    private int _allowed;
    private long _bytes;
    private long _paths;

    public SizeProbe(int first) => _allowed = _first = first;

    /// <summary>Whether any have been weighed, so that a second request may go before the first is answered.</summary>
    public bool HasSample => _paths > 0;

    public int Limit => (int)Math.Min(_allowed, HasSample ? Math.Max(1, TreeReadBuilder.ReplyTarget / Math.Max(1, _bytes / _paths)) : _allowed);

    public void OnReply(int paths, long bytes)
    {
        _paths += paths;
        _bytes += bytes;
        _allowed = Math.Min(MostPaths, _allowed * Growth);
    }

    /// <summary>A reply was over the client's limit.</summary>
    public void Halve() => _allowed = Math.Max(1, Math.Min(_allowed, Limit) / 2);

    /// <summary>What follows may be of another size.</summary>
    public void Reset()
    {
        _allowed = _first;
        _bytes = _paths = 0;
    }
}
