namespace ZooKeeper.Client;

/// <summary>Contains the children of a znode.</summary>
/// <param name="Names">The names of the direct children, in no particular order.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct ZnodeChildren(IReadOnlyList<string> Names, Stat Stat);
