namespace ZooKeeper.Client.Watches;

/// <summary>
/// Keeps the requests to send after all received frames are handled, so that server and client agree on the watches. Protected by the observers' gate.
/// </summary>
internal sealed class OwedRequests
{
    private readonly List<(WatchKind Kind, string Path, long Zxid)> _uncovered = [];
    private readonly List<(string Path, bool IsLater)> _released = [];

    public bool IsEmpty => _uncovered.Count + _released.Count == 0;

    /// <summary>Records a one-shot watch that depended on a persistent watch that the server has rejected.</summary>
    public void Uncover(WatchKind kind, string path, long zxid) => _uncovered.Add((kind, path, zxid));

    /// <summary>Records that the server may have a watch that is no longer needed.</summary>
    public void Release(string path) => _released.Add((path, IsLater: false));

    /// <summary>Records that the server still has a watch that is no longer needed, because the server was too busy to remove it.</summary>
    public void ReleaseLater(string path) => _released.Add((path, IsLater: true));

    /// <summary>Takes the watches to set, with the zxids at which they began.</summary>
    public IReadOnlyList<(WatchKind Kind, string Path, long Zxid)> TakeUncovered() => Take(_uncovered);

    /// <summary>Takes the paths whose watches are to be removed from the server, now or after a pause.</summary>
    public IReadOnlyList<(string Path, bool IsLater)> TakeReleased() => Take(_released);

    public void Clear()
    {
        _uncovered.Clear();
        _released.Clear();
    }

    private static T[] Take<T>(List<T> list)
    {
        if (list.Count == 0)
        {
            return [];
        }

        var taken = list.ToArray();
        list.Clear();
        return taken;
    }
}
