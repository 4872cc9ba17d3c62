namespace ZooKeeper.Client;

/// <summary>The result of one operation of a multi.</summary>
/// <param name="Path">The znode; of a sequential one with its number.</param>
/// <param name="Stat">The metadata after a create or a write of data; null after a delete or check.</param>
public readonly record struct MultiResult(string Path, Stat? Stat);
