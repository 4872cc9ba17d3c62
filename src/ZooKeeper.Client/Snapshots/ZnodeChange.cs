namespace ZooKeeper.Client;

/// <summary>How a znode differs between two snapshots of a <see cref="ZooKeeperMirror"/>.</summary>
/// <param name="Path">The znode's path.</param>
/// <param name="Earlier">The znode in the earlier snapshot, or null if it was not there.</param>
/// <param name="Later">The znode in the later snapshot, or null if it is not there.</param>
public readonly record struct ZnodeChange(string Path, Znode? Earlier, Znode? Later);
