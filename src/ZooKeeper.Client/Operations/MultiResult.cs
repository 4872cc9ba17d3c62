namespace ZooKeeper.Client;

/// <summary>The result of one operation of a multi.</summary>
/// <param name="Path">The znode; of a sequential one with its number.</param>
/// <param name="Stat">
/// The metadata after a write of data; null after a delete or check. After a create it is null as well, unless the server returns it, which
/// Apache ZooKeeper does only for containers.
/// </param>
public readonly record struct MultiResult(string Path, Stat? Stat);
