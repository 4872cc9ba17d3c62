namespace ZooKeeper.Client.Protocol;

/// <summary>Specifies which watches of a path removeWatches removes. Before 3.9, servers know only the first three (ZOOKEEPER-4471).</summary>
internal enum WatcherType
{
    Children = 1,
    Data = 2,
    Any = 3,
}
