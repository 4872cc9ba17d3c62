namespace ZooKeeper.Client;

/// <summary>Specifies what happened to a watched znode. The values are those of the protocol.</summary>
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
}
