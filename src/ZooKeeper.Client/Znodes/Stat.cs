namespace ZooKeeper.Client;

/// <summary>Contains the metadata of a znode.</summary>
/// <param name="Czxid">The zxid of the transaction that created the znode.</param>
/// <param name="Mzxid">The zxid of the last change of the data.</param>
/// <param name="CtimeMilliseconds">The time of creation in milliseconds since the epoch, according to the server's clock.</param>
/// <param name="MtimeMilliseconds">The time of the last change of the data in milliseconds since the epoch, according to the server's clock.</param>
/// <param name="Version">The number of changes of the data. If a znode is deleted and created again, the number restarts at 0.</param>
/// <param name="Cversion">The number of creations and deletions of direct children.</param>
/// <param name="Aversion">The number of changes of the ACL.</param>
/// <param name="EphemeralOwner">The id of the session that owns the znode if it is ephemeral; otherwise 0.</param>
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
    /// <summary>Gets when the znode was created, according to the server's clock.</summary>
    public DateTimeOffset Ctime => DateTimeOffset.FromUnixTimeMilliseconds(CtimeMilliseconds);

    /// <summary>Gets when the data last changed, according to the server's clock.</summary>
    public DateTimeOffset Mtime => DateTimeOffset.FromUnixTimeMilliseconds(MtimeMilliseconds);
}
