namespace ZooKeeper.DevServer.Watches;

/// <summary>Specifies which watches checkWatches and removeWatches select in the two tables.</summary>
internal readonly record struct WatchSelection(WatchModes Data, WatchModes Children)
{
    /// <summary>Gets the selection for a watcher type of the protocol, or null if the release does not know the type.</summary>
    public static WatchSelection? Of(int type, ZooKeeperRelease release)
    {
        // Before 3.9, a type selects a table, not a mode (ZOOKEEPER-4471, ZOOKEEPER-4472).
        var oneShot = release < ZooKeeperRelease.V39 ? WatchModes.Any : WatchModes.OneShot;
        return type switch
        {
            1 => new WatchSelection(WatchModes.None, oneShot),
            2 => new WatchSelection(oneShot, WatchModes.None),
            3 => new WatchSelection(WatchModes.Any, WatchModes.Any),
            4 when release >= ZooKeeperRelease.V39 => new WatchSelection(WatchModes.Persistent, WatchModes.Persistent),
            5 when release >= ZooKeeperRelease.V39 => new WatchSelection(WatchModes.Recursive, WatchModes.None),
            _ => null,
        };
    }
}
