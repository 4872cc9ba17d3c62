namespace ZooKeeper.Client.Trees;

/// <summary>
/// Limits how many znodes of unknown size are read at once. A server builds a whole reply in its heap, and a large one can end its process. So the mirror reads
/// a few first, and their sizes show how many more to read (docs/protocol.md, "Chunks").
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

    /// <summary>Whether any size is known, so that a second request can be sent before the reply to the first.</summary>
    public bool HasSample => _paths > 0;

    /// <summary>Whether enough sizes are known, so that few of the others can be far larger.</summary>
    public bool IsReliable => _paths >= MostPaths;

    /// <summary>The mean bytes that a path has taken in replies.</summary>
    public long Mean => HasSample ? Math.Max(1, _bytes / _paths) : TreeReadBuilder.ReplyTarget;

    public int Limit => (int)Math.Min(_allowed, HasSample ? Math.Max(1, TreeReadBuilder.ReplyTarget / Mean) : _allowed);

    public void OnReply(int paths, long bytes)
    {
        _paths += paths;
        _bytes += bytes;
        _allowed = Math.Min(MostPaths, _allowed * Growth);
    }

    /// <summary>Halves the limit after a reply that was too large.</summary>
    public void Halve() => _allowed = Math.Max(1, Math.Min(_allowed, Limit) / 2);

    /// <summary>Forgets the measured sizes.</summary>
    public void Reset()
    {
        _allowed = _first;
        _bytes = _paths = 0;
    }
}
