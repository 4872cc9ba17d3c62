namespace ZooKeeper.Client;

/// <summary>Describes a created znode.</summary>
/// <param name="Path">The path. For a sequential znode, it ends with the number.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct CreatedZnode(string Path, Stat Stat);
