namespace ZooKeeper.Client;

/// <summary>Specifies what happened to a watched znode, or to the watch. The values are those of the protocol.</summary>
public enum WatchEventType
{
    /// <summary>The znode was created.</summary>
    NodeCreated = 1,

    /// <summary>The znode was deleted.</summary>
    NodeDeleted = 2,

    /// <summary>The znode's data was written, possibly with the same bytes.</summary>
    NodeDataChanged = 3,

    /// <summary>A direct child of the znode was created or deleted.</summary>
    NodeChildrenChanged = 4,

    /// <summary>
    /// The znode may be unchanged: <see cref="ZooKeeperClient.RemoveWatchesAsync"/> removed the watch. Only <see cref="ZnodeWatch{T}.WaitAsync"/> returns this.
    /// </summary>
    WatchRemoved = 5,
}
