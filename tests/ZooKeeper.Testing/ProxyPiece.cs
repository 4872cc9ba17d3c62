namespace ZooKeeper.Testing;

/// <summary>The number of bytes to deliver at once, the pause after them, and whether the connection is cut then.</summary>
internal readonly record struct ProxyPiece(int Length, TimeSpan Pause, bool IsCut);
