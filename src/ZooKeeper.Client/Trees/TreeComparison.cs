using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Znodes whose Stats are compared with those that are known, so that a large tree need not be read again to see that little of it has changed. It leaves
/// no watches behind (docs/decisions/0006).
/// </summary>
internal sealed class TreeComparison(Action<string, ErrorCode, Stat> onCompared)
{
    // Half of the client's window of requests in flight: what differs is read meanwhile.
    private const int MostInFlight = 256;

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

    public void Send(Connection connection)
    {
        while (_open.Count - _waiting.Count < MostInFlight && _waiting.TryDequeue(out var path))
        {
            connection.Send(new StatRead(path, OnReply));
        }
    }

    public void Clear()
    {
        _waiting.Clear();
        _open.Clear();
    }

    private void OnReply(string path, ErrorCode error, Stat stat)
    {
        _open.Remove(path);
        onCompared(path, error, stat);
    }
}
