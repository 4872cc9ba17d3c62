namespace ZooKeeper.Client;

/// <summary>Represents the difference of a znode between two snapshots of a <see cref="ZooKeeperMirror"/>.</summary>
/// <param name="Path">The path of the znode.</param>
/// <param name="Earlier">The znode in the earlier snapshot, or null if that snapshot does not contain it.</param>
/// <param name="Later">The znode in the later snapshot, or null if that snapshot does not contain it.</param>
public readonly record struct ZnodeChange(string Path, Znode? Earlier, Znode? Later);
