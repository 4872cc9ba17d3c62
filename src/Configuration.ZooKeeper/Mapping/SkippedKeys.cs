namespace Configuration.ZooKeeper.Mapping;

/// <summary>Keys of one znode that are left out, because they have too many levels.</summary>
internal readonly record struct SkippedKeys(string Path, int Count);
