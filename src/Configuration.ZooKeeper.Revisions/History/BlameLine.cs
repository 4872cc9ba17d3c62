namespace Configuration.ZooKeeper.Revisions;

/// <summary>Identifies the revision that the value of a key comes from.</summary>
/// <param name="Path">The path of the znode below the managed root.</param>
/// <param name="Key">The key, such as <c>Db:Timeout</c>, or null for a znode without keys.</param>
/// <param name="Revision">The revision, without its changes. Null if the value is older than the records, or is drift.</param>
/// <param name="IsDrift">Whether the value is drift: written without a record.</param>
public sealed record BlameLine(string Path, string? Key, Revision? Revision, bool IsDrift);
