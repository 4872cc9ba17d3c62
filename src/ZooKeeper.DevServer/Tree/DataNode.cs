using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>Represents a znode.</summary>
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

    /// <summary>Gets or sets how many children were ever created, which is the number of the next sequential child.</summary>
    public int CreateCounter { get; set; }

    /// <summary>Gets the session that owns the znode if it is ephemeral; otherwise 0.</summary>
    public long EphemeralOwner { get; init; }

    public bool IsContainer { get; init; }

    /// <summary>Gets the time to live in milliseconds, or 0 if there is none.</summary>
    public long Ttl { get; init; }

    public IReadOnlyCollection<string> Children => _children ?? (IReadOnlyCollection<string>)[];

    public void AddChild(string name) => (_children ??= []).Add(name);

    public void RemoveChild(string name) => _children?.Remove(name);

    // Clients see the number of creations and deletions, and see containers and znodes with a time to live as persistent (docs/protocol.md, "A server").
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
