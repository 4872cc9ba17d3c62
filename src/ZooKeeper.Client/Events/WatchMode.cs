namespace ZooKeeper.Client;

/// <summary>The modes of a watch that stays until it is removed (ZooKeeper 3.6). The values are those of the protocol.</summary>
public enum WatchMode
{
    /// <summary>All events of one znode, those about its children among them.</summary>
    Persistent = 0,

    /// <summary>Creation, deletion and data changes of the znode and of everything below it.</summary>
    PersistentRecursive = 1,
}
