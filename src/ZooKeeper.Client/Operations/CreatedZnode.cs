namespace ZooKeeper.Client;

/// <summary>Describes a created znode.</summary>
/// <param name="Path">The path. For a sequential znode, it ends with the number.</param>
/// <param name="Stat">
/// The znode's metadata. ZooKeeper 3.4 does not return it, so the client reads it after the creation. It is all zero if the znode was deleted meanwhile.
/// </param>
public readonly record struct CreatedZnode(string Path, Stat Stat);
