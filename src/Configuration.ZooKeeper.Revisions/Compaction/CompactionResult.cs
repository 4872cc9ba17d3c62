namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes what a compaction has removed.</summary>
/// <param name="Removed">The number of records.</param>
/// <param name="Oldest">The number of the oldest record that is kept.</param>
public sealed record CompactionResult(int Removed, int Oldest);
