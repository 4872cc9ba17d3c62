namespace ZooKeeper.Client.Trees;

/// <summary>Holds the fields that determine the <see cref="Stat"/> of a znode that is not ephemeral, never had a child, and never changed its ACL.</summary>
internal readonly struct LeafStat(in Stat stat)
{
    private readonly long _czxid = stat.Czxid;
    private readonly long _mzxid = stat.Mzxid;
    private readonly long _ctime = stat.CtimeMilliseconds;
    private readonly long _mtime = stat.MtimeMilliseconds;
    private readonly int _version = stat.Version;
    private readonly int _dataLength = stat.DataLength;

    public Stat ToStat() =>
        new(_czxid, _mzxid, _ctime, _mtime, _version, Cversion: 0, Aversion: 0, EphemeralOwner: 0, _dataLength, NumChildren: 0, Pzxid: _czxid);
}
