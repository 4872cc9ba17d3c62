namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>The content of a snapshot file.</summary>
/// <param name="Zxid">The zxid of the tree snapshot.</param>
/// <param name="Written">The time of the write.</param>
/// <param name="Keys">The case-insensitive keys and their values, which can be null.</param>
internal sealed record SavedConfiguration(long Zxid, DateTimeOffset Written, Dictionary<string, string?> Keys);
