namespace ZooKeeper.Client.Trees;

/// <summary>How much of a known tree is verified on a new connection.</summary>
internal enum VerificationScope
{
    /// <summary>All data. Equal Stats prove nothing.</summary>
    Everything,

    /// <summary>All znodes; a large tree by its Stats, and then what differs.</summary>
    Changes,

    /// <summary>Only the znodes that could not be read: with other identities, they perhaps can be now.</summary>
    Unreadable,
}
