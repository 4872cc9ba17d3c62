namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// Reports a snapshot file that cannot be used or written. The message completes "The snapshot file is not used: …" and contains no values.
/// </summary>
internal sealed class UnusableSnapshotException(string reason) : Exception(reason);
