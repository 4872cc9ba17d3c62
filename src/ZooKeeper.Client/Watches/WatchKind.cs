namespace ZooKeeper.Client.Watches;

/// <summary>The kinds of watches of the protocol.</summary>
internal enum WatchKind
{
    /// <summary>One-shot, set by getData, or by exists on a znode that exists.</summary>
    Data,

    /// <summary>One-shot, set by exists on a znode that does not exist.</summary>
    Exist,

    /// <summary>One-shot, set by getChildren.</summary>
    Child,

    /// <summary>Stays; one znode.</summary>
    Persistent,

    /// <summary>Stays; a znode and everything below it.</summary>
    Recursive,
}
