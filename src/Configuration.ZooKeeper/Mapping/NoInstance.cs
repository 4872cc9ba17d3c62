namespace Configuration.ZooKeeper.Mapping;

/// <summary>A znode of a service whose data is not a service instance, and why.</summary>
internal sealed record NoInstance(string Path, string Reason);
