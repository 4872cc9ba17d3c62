namespace ZooKeeper.Client;

/// <summary>Specifies the kind of znode to create. The values are those of the protocol.</summary>
public enum CreateMode
{
    /// <summary>Creates a znode that stays until it is deleted.</summary>
    Persistent = 0,

    /// <summary>Creates a znode that the server deletes when the session ends. It cannot have children.</summary>
    Ephemeral = 1,

    /// <summary>Creates a persistent znode. The server appends a ten-digit number to the name.</summary>
    PersistentSequential = 2,

    /// <summary>Creates an ephemeral znode. The server appends a ten-digit number to the name.</summary>
    EphemeralSequential = 3,

    /// <summary>Creates a znode that the server deletes some time after its last child was deleted. Requires ZooKeeper 3.5.1.</summary>
    Container = 4,

    /// <summary>
    /// Creates a znode that the server deletes if it has no children and does not change during its time to live. Requires ZooKeeper 3.5.3 with
    /// <c>zookeeper.extendedTypesEnabled=true</c>.
    /// </summary>
    PersistentWithTtl = 5,

    /// <summary>Creates a znode like <see cref="PersistentWithTtl"/>. The server appends a ten-digit number to the name.</summary>
    PersistentSequentialWithTtl = 6,
}
