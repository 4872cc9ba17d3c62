namespace ZooKeeper.Client.Watches;

/// <summary>Specifies the kind of a watch.</summary>
internal enum WatchKind
{
    /// <summary>A one-shot watch, set by getData, or by exists on a znode that exists.</summary>
    Data,

    /// <summary>A one-shot watch, set by exists on a znode that does not exist.</summary>
    Exist,

    /// <summary>A one-shot watch, set by getChildren.</summary>
    Child,

    /// <summary>A persistent watch on one znode.</summary>
    Persistent,

    /// <summary>A persistent watch on a znode and everything below it.</summary>
    Recursive,
}
