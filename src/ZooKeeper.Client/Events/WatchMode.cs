namespace ZooKeeper.Client;

/// <summary>Specifies what a persistent watch reports. Requires ZooKeeper 3.6. The values are those of the protocol.</summary>
public enum WatchMode
{
    /// <summary>Reports all events of one znode, including events about its children.</summary>
    Persistent = 0,

    /// <summary>Reports creation, deletion and data changes of the znode and of everything below it.</summary>
    PersistentRecursive = 1,
}
