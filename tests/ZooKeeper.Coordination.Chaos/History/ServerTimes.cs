namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>To which servers workers were connected, and which ones were leaders at that time.</summary>
internal sealed class ServerTimes
{
    private readonly Dictionary<string, Entry[]> _connections;
    private readonly Entry[] _leaders;

    public ServerTimes(IReadOnlyList<Entry> history)
    {
        _connections = history.Where(entry => entry.What == Happening.Connected).GroupBy(entry => entry.Worker!).ToDictionary(group => group.Key, group => group.ToArray());
        _leaders = [.. history.Where(entry => entry.What == Happening.Led)];
    }

    /// <summary>Whether a worker was connected only to the leader, or to nobody, between two moments.</summary>
    public bool AreLeaders(string worker, long from, long to)
    {
        var connections = _connections.GetValueOrDefault(worker) ?? [];
        var first = Array.FindLastIndex(connections, entry => entry.At <= from);
        if (first < 0)
        {
            return false;
        }

        for (var i = first; i < connections.Length && connections[i].At <= to; i++)
        {
            var (start, end) = (Math.Max(from, connections[i].At), i + 1 < connections.Length ? Math.Min(to, connections[i + 1].At) : to);
            if (connections[i].Server is { } server && !Array.Exists(_leaders, leader => leader.At <= start && end <= leader.Deadline && leader.Names!.Contains(server)))
            {
                return false;
            }
        }

        return true;
    }
}
