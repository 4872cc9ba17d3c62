namespace ZooKeeper.Client;

/// <summary>Contains the data of a znode.</summary>
/// <param name="Data">The bytes. In ZooKeeper, null and empty are different values.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct ZnodeData(byte[]? Data, Stat Stat);
