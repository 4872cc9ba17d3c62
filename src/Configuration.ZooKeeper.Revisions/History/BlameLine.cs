namespace Configuration.ZooKeeper.Revisions;

/// <summary>Says which revision a key has its value from.</summary>
/// <param name="Path">The path of the znode below the managed root.</param>
/// <param name="Key">The key, such as <c>Db:Timeout</c>, or null for a znode without keys.</param>
/// <param name="Revision">The revision, without its changes, or null if the value is older than the records, or was written past them.</param>
/// <param name="IsDrift">Whether it was written past the records.</param>
public sealed record BlameLine(string Path, string? Key, Revision? Revision, bool IsDrift);
