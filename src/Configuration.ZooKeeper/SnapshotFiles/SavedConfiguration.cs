namespace Configuration.ZooKeeper.SnapshotFiles;

/// <summary>Holds the configuration read from a snapshot file.</summary>
/// <param name="Zxid">The zxid at which it was exact.</param>
/// <param name="Written">When it was written, by the clock of the writing machine.</param>
/// <param name="Keys">The keys, which are case-insensitive, and their values. A null is not the empty string.</param>
internal sealed record SavedConfiguration(long Zxid, DateTimeOffset Written, Dictionary<string, string?> Keys);
