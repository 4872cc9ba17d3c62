namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>
/// A snapshot file is not to be used, or a state cannot become one. The message completes "The snapshot file is not used: …", and has no value in it.
/// </summary>
internal sealed class UnusableSnapshotException(string reason) : Exception(reason);
