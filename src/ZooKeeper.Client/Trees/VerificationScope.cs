namespace ZooKeeper.Client.Trees;

/// <summary>Specifies how much of a known tree to verify on a new connection.</summary>
internal enum VerificationScope
{
    /// <summary>All data. Equal Stats prove nothing.</summary>
    Everything,

    /// <summary>All znodes. For a large tree, compare the Stats and read what differs.</summary>
    Changes,

    /// <summary>
    /// Only unreadable znodes, because the identities may be different, and the Stats of the roots, because their ACLs may: nothing reports that.
    /// </summary>
    Permissions,
}
