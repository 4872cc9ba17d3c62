namespace ZooKeeper.Client;

/// <summary>The children of a znode.</summary>
/// <param name="Names">The names of the direct children, in no order.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct ZnodeChildren(IReadOnlyList<string> Names, Stat Stat);
