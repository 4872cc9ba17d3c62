namespace ZooKeeper.Client;

/// <summary>The access control list of a znode.</summary>
/// <param name="Acl">The entries. Password hashes of digest entries are masked unless the connection has the Admin permission.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct AclAndStat(IReadOnlyList<Acl> Acl, Stat Stat);
