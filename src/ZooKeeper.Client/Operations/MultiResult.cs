namespace ZooKeeper.Client;

/// <summary>Contains the result of one operation of a multi.</summary>
/// <param name="Path">The path. For a sequential znode, it ends with the number.</param>
/// <param name="Stat">
/// The metadata after a write of data, or null after a delete or check. After a create, it is null unless the server returns it. Apache ZooKeeper does
/// so only for containers.
/// </param>
public readonly record struct MultiResult(string Path, Stat? Stat);
