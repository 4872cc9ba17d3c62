using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>One znode.</summary>
internal sealed class DataNode(byte[]? data, IReadOnlyList<Acl> acl, long zxid, long time)
{
    private readonly long _czxid = zxid;
    private readonly long _ctime = time;
    private HashSet<string>? _children;

    public byte[]? Data { get; set; } = data;

    public IReadOnlyList<Acl> Acl { get; set; } = acl;

    public long Mzxid { get; set; } = zxid;

    public long Mtime { get; set; } = time;

    public int Version { get; set; }

    public int Aversion { get; set; }

    public long Pzxid { get; set; } = zxid;

    /// <summary>How many children were ever created: the number of the next sequential one.</summary>
    public int CreateCounter { get; set; }

    /// <summary>The session that an ephemeral znode belongs to, else 0.</summary>
    public long EphemeralOwner { get; init; }

    public bool IsContainer { get; init; }

    /// <summary>The time to live in milliseconds; 0 without one.</summary>
    public long Ttl { get; init; }

    public IReadOnlyCollection<string> Children => _children ?? (IReadOnlyCollection<string>)[];

    public void AddChild(string name) => (_children ??= []).Add(name);

    public void RemoveChild(string name) => _children?.Remove(name);

    // Clients see the count of creations and deletions, and containers and time to live as persistent znodes (docs/protocol.md, "A server").
    public Stat ToStat() => new(
        _czxid,
        Mzxid,
        _ctime,
        Mtime,
        Version,
        (2 * CreateCounter) - Children.Count,
        Aversion,
        EphemeralOwner,
        Data?.Length ?? 0,
        Children.Count,
        Pzxid);
}
