namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// The exception that is thrown when a snapshot file cannot be used or written. The message completes "Cannot use the snapshot file: …" and never contains a
/// value.
/// </summary>
internal sealed class UnusableSnapshotException(string reason) : Exception(reason);
