namespace Configuration.ZooKeeper.Mapping;

/// <summary>Describes keys of one znode that are skipped because they have too many levels.</summary>
internal sealed record SkippedKeys(string Path, int Count);
