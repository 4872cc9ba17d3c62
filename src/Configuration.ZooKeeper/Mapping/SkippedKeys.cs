namespace Configuration.ZooKeeper.Mapping;

/// <summary>Describes keys of one znode that are skipped because they have too many levels.</summary>
internal readonly record struct SkippedKeys(string Path, int Count);
