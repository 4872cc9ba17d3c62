namespace Configuration.ZooKeeper.Telemetry;

/// <summary>A first load that no listener has traced, because configuration loads before a host has its collectors.</summary>
/// <param name="Started">When it started.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Zxid">The zxid of the loaded tree, or null if nothing was loaded.</param>
/// <param name="ChangedKeys">The number of loaded keys.</param>
/// <param name="Failure">The kind of failure, or null.</param>
internal readonly record struct UnseenLoad(DateTimeOffset Started, DateTimeOffset Ended, long? Zxid, int ChangedKeys, Enum? Failure);
