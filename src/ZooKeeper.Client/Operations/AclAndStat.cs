namespace ZooKeeper.Client;

/// <summary>Contains the access control list of a znode.</summary>
/// <param name="Acl">The entries. The server masks the password hashes of digest entries, unless the connection has the Admin permission.</param>
/// <param name="Stat">The znode's metadata.</param>
public readonly record struct AclAndStat(IReadOnlyList<Acl> Acl, Stat Stat);
