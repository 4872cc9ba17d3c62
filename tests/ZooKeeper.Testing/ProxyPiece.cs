namespace ZooKeeper.Testing;

/// <summary>How many bytes are delivered at once, how long none follow, and whether the connection is cut after them.</summary>
internal readonly record struct ProxyPiece(int Length, TimeSpan Pause, bool IsCut);
