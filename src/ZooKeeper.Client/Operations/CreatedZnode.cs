namespace ZooKeeper.Client;

/// <summary>A znode that was created.</summary>
/// <param name="Path">Its path; a sequential znode has its number at the end.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct CreatedZnode(string Path, Stat Stat);
