namespace Configuration.ZooKeeper.Keys;

/// <summary>Two znodes of one layer that define the same key.</summary>
internal sealed record KeyCollision(string Key, string WinningPath, string LosingPath);
