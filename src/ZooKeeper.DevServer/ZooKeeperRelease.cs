namespace ZooKeeper.DevServer;

/// <summary>The release of Apache ZooKeeper that a dev server behaves like, where releases differ for clients.</summary>
public enum ZooKeeperRelease
{
    /// <summary>
    /// Before 3.6: no addWatch, multiRead, setWatches2, getEphemerals, getAllChildrenNumber and whoAmI. They are answered with
    /// Unimplemented, and the connection is closed.
    /// </summary>
    V35 = 35,

    /// <summary>
    /// 3.6 to 3.8: events carry no zxid, and a connection has one watch mode for a path, so that a one-shot watch replaces a persistent
    /// one on the same path (ZOOKEEPER-4466).
    /// </summary>
    V38 = 38,

    /// <summary>3.9: events carry the zxid of their transaction (ZOOKEEPER-4655), and watches of all modes live side by side.</summary>
    V39 = 39,
}
