namespace ZooKeeper.Client;

/// <summary>The metadata that ZooKeeper keeps of a znode.</summary>
/// <param name="Czxid">The zxid of the transaction that created the znode.</param>
/// <param name="Mzxid">The zxid of the last change of the data.</param>
/// <param name="CtimeMilliseconds">When the znode was created: milliseconds since the epoch, by the server's clock.</param>
/// <param name="MtimeMilliseconds">When the data last changed: milliseconds since the epoch, by the server's clock.</param>
/// <param name="Version">The number of changes of the data. It starts again at 0 when a znode is deleted and created anew.</param>
/// <param name="Cversion">The number of creations and deletions of direct children.</param>
/// <param name="Aversion">The number of changes of the ACL.</param>
/// <param name="EphemeralOwner">The id of the session that owns an ephemeral znode, else 0.</param>
/// <param name="DataLength">The length of the data in bytes.</param>
/// <param name="NumChildren">The number of direct children.</param>
/// <param name="Pzxid">The zxid of the last creation or deletion of a direct child.</param>
public readonly record struct Stat(
    long Czxid,
    long Mzxid,
    long CtimeMilliseconds,
    long MtimeMilliseconds,
    int Version,
    int Cversion,
    int Aversion,
    long EphemeralOwner,
    int DataLength,
    int NumChildren,
    long Pzxid)
{
    /// <summary>When the znode was created, by the server's clock.</summary>
    public DateTimeOffset Ctime => DateTimeOffset.FromUnixTimeMilliseconds(CtimeMilliseconds);

    /// <summary>When the data last changed, by the server's clock.</summary>
    public DateTimeOffset Mtime => DateTimeOffset.FromUnixTimeMilliseconds(MtimeMilliseconds);
}
