using ZooKeeper.Client;

namespace ZooKeeper.Testing;

/// <summary>The creations and deletions of one znode, with the transactions that caused them.</summary>
internal sealed class ZnodeEvents : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<WatchedEvent> _events = [];
    private IAsyncDisposable? _watch;

    /// <summary>Follows a znode. The client must not lose its connection: after a reconnect, events have no zxid.</summary>
    public static async Task<ZnodeEvents> FollowAsync(ZooKeeperClient client, string path)
    {
        var events = new ZnodeEvents();
        events._watch = await client.AddWatchAsync(path, WatchMode.PersistentRecursive, events.Add);
        return events;
    }

    /// <summary>Waits until the znode was deleted and created so many times, and returns by how many zxids each creation follows its deletion.</summary>
    public async Task<IReadOnlyList<long>> GapsAsync(int count)
    {
        await Eventually.TrueAsync(() => Gaps().Count >= count);
        return Gaps();
    }

    /// <summary>Waits until the creation by a transaction has been seen, and returns the same.</summary>
    public async Task<IReadOnlyList<long>> GapsUntilAsync(long czxid)
    {
        await Eventually.TrueAsync(() => Find(czxid));
        return Gaps();
    }

    public ValueTask DisposeAsync() => _watch!.DisposeAsync();

    private void Add(WatchedEvent watched)
    {
        if (watched.Type is WatchEventType.NodeCreated or WatchEventType.NodeDeleted)
        {
            lock (_gate)
            {
                _events.Add(watched);
            }
        }
    }

    private bool Find(long czxid)
    {
        lock (_gate)
        {
            return _events.Exists(watched => watched.Type == WatchEventType.NodeCreated && watched.Zxid == czxid);
        }
    }

    private List<long> Gaps()
    {
        lock (_gate)
        {
            return [.. _events.Zip(_events.Skip(1))
                .Where(pair => pair is { First.Type: WatchEventType.NodeDeleted, Second.Type: WatchEventType.NodeCreated })
                .Select(pair => pair.Second.Zxid - pair.First.Zxid)];
        }
    }
}
