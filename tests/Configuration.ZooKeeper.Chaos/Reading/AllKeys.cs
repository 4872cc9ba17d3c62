namespace Configuration.ZooKeeper.Chaos.Reading;

/// <summary>Options that bind every key, sorted.</summary>
internal sealed class AllKeys() : SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
