namespace ZooKeeper.Client;

/// <summary>The kind of znode to create. The values are those of the protocol.</summary>
public enum CreateMode
{
    /// <summary>Stays until it is deleted.</summary>
    Persistent = 0,

    /// <summary>Is deleted when the session ends. Cannot have children.</summary>
    Ephemeral = 1,

    /// <summary>Stays until it is deleted; the server appends a ten-digit number to the name.</summary>
    PersistentSequential = 2,

    /// <summary>Is deleted when the session ends; the server appends a ten-digit number to the name.</summary>
    EphemeralSequential = 3,

    /// <summary>Is deleted by the server some time after its last child was deleted (ZooKeeper 3.5.1).</summary>
    Container = 4,

    /// <summary>
    /// Is deleted by the server when it has no children and was not changed for its time to live
    /// (ZooKeeper 3.5.3, with <c>zookeeper.extendedTypesEnabled=true</c>).
    /// </summary>
    PersistentWithTtl = 5,

    /// <summary>As <see cref="PersistentWithTtl"/>; the server appends a ten-digit number to the name.</summary>
    PersistentSequentialWithTtl = 6,
}
