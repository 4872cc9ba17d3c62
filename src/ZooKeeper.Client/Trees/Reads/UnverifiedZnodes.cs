namespace ZooKeeper.Client.Trees;

/// <summary>
/// Queues the known znodes that are still to be verified after a reconnect. Each is either read again, or only its Stat is compared with the known one. The
/// comparison leaves no watches on the server (docs/decisions/0006).
/// </summary>
internal sealed class UnverifiedZnodes(CheaperWay way)
{
    // Half of the client's in-flight window. The other half is for reading what differs.
    private const int MostCompared = CheaperWay.Comparisons;

    private const int IdleCapacity = 256;

    private readonly Queue<UnverifiedZnode> _waiting = new();
    private readonly HashSet<string> _compared = new(StringComparer.Ordinal);

    /// <summary>The number of znodes that wait or are being compared.</summary>
    public int Count => _waiting.Count + _compared.Count;

    public IEnumerable<string> Paths => _waiting.Select(znode => znode.Path).Concat(_compared);

    public void Add(UnverifiedZnode znode) => _waiting.Enqueue(znode);

    /// <summary>Begins to verify what was added.</summary>
    /// <param name="hasMultiRead">Whether one request can read several znodes.</param>
    public void Verify(bool hasMultiRead) => way.Verify(_waiting.Count, _waiting.Sum(znode => znode.Length), hasMultiRead);

    /// <summary>Begins to compare what was added, because it is too little to measure.</summary>
    public void Compare() => way.Compare();

    /// <summary>Begins a load: everything is read.</summary>
    public void Load() => way.Load();

    /// <summary>Takes the next path to compare; null if there is none, enough are in flight, or reading is cheaper.</summary>
    public string? TakeToCompare()
    {
        if (way.IsReading || _compared.Count >= MostCompared || !_waiting.TryDequeue(out var znode))
        {
            return null;
        }

        _compared.Add(znode.Path);
        return znode.Path;
    }

    /// <summary>Takes the next znode to read; null if there is none, the room is too small for it, or comparing is cheaper.</summary>
    /// <param name="room">The bytes that are left in the reply. An empty reply has room for any znode.</param>
    public UnverifiedZnode? TakeToRead(long room) =>
        way.IsReading && _waiting.TryPeek(out var next) && (next.Length <= room || room == TreeReadBuilder.ReplyTarget) ? _waiting.Dequeue() : null;

    public void OnCompared(string path)
    {
        _compared.Remove(path);
        way.OnCompared();
    }

    /// <summary>Notes the length in bytes of a reply to a load or a verification.</summary>
    public void OnRead(long length) => way.OnRead(length);

    /// <summary>Frees memory when everything is verified, because a thousand idle mirrors must be cheap.</summary>
    public void OnQuiet()
    {
        if (_waiting.Capacity > IdleCapacity)
        {
            _waiting.TrimExcess();
        }
    }

    public void Clear()
    {
        _waiting.Clear();
        _compared.Clear();
    }
}
