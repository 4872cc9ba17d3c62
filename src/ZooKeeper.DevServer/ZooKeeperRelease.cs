namespace ZooKeeper.DevServer;

/// <summary>Specifies the release of Apache ZooKeeper that a dev server simulates, where releases differ for clients.</summary>
public enum ZooKeeperRelease
{
    /// <summary>
    /// Simulates releases before 3.6, without addWatch, multiRead, setWatches2, getEphemerals, getAllChildrenNumber and whoAmI. The server answers them with
    /// Unimplemented and closes the connection.
    /// </summary>
    V35 = 35,

    /// <summary>
    /// Simulates releases 3.6 to 3.8. Events have no zxid, and a connection has one watch mode for each path, so a one-shot watch replaces a persistent watch on
    /// the same path (ZOOKEEPER-4466).
    /// </summary>
    V38 = 38,

    /// <summary>Simulates release 3.9. Events have the zxid of their transaction (ZOOKEEPER-4655), and a path can have watches of several modes.</summary>
    V39 = 39,
}
