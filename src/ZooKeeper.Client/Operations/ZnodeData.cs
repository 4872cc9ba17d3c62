namespace ZooKeeper.Client;

/// <summary>The data of a znode.</summary>
/// <param name="Data">The bytes; null and empty are different values in ZooKeeper.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct ZnodeData(byte[]? Data, Stat Stat);
