namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Options that bind every key there is.</summary>
internal sealed class AllKeys() : Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
