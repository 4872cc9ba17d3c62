using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tree;

/// <summary>Contains all znodes by path.</summary>
internal sealed class DataTree
{
    private static readonly string[] Reserved = ["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"];

    private readonly Dictionary<string, DataNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, HashSet<string>> _ephemerals = [];
    private readonly HashSet<string> _perishable = new(StringComparer.Ordinal);

    public DataTree()
    {
        foreach (var path in Reserved)
        {
            Add(path, new DataNode([], Acl.Open, zxid: 0, time: 0));
        }

        // Like in Apache ZooKeeper, where only servers write their configuration.
        var config = _nodes["/zookeeper/config"];
        config.Acl = Acl.ReadOnly;
        config.Aversion = -1;
    }

    /// <summary>Gets the last transaction, including failed ones.</summary>
    public long LastZxid { get; set; }

    public int Count => _nodes.Count;

    /// <summary>Gets the containers and the znodes with a time to live.</summary>
    public IReadOnlyCollection<string> Perishable => _perishable;

    /// <summary>Gets whether the path is a built-in znode, which cannot be deleted.</summary>
    public static bool IsReserved(string path) => Reserved.Contains(path, StringComparer.Ordinal);

    /// <summary>Gets the part before the last slash. It is empty for children of the root, and null if there is no slash.</summary>
    public static string? ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? null : path[..slash];
    }

    /// <summary>Finds a znode. The empty path is the root, as the parent of <c>/name</c>.</summary>
    public DataNode? Find(string path) => _nodes.GetValueOrDefault(path.Length == 0 ? "/" : path);

    public void Add(string path, DataNode node)
    {
        _nodes.Add(path, node);
        if (path.Length > 1)
        {
            Find(ParentOf(path)!)!.AddChild(NameOf(path));
        }

        if (node.IsContainer || node.Ttl > 0)
        {
            _perishable.Add(path);
        }

        if (node.EphemeralOwner != 0)
        {
            if (!_ephemerals.TryGetValue(node.EphemeralOwner, out var paths))
            {
                _ephemerals[node.EphemeralOwner] = paths = new HashSet<string>(StringComparer.Ordinal);
            }

            paths.Add(path);
        }
    }

    public void Remove(string path)
    {
        _nodes.Remove(path, out var node);
        Find(ParentOf(path)!)!.RemoveChild(NameOf(path));
        _perishable.Remove(path);
        if (node!.EphemeralOwner != 0 && _ephemerals.TryGetValue(node.EphemeralOwner, out var paths))
        {
            paths.Remove(path);
            if (paths.Count == 0)
            {
                _ephemerals.Remove(node.EphemeralOwner);
            }
        }
    }

    public IReadOnlyCollection<string> EphemeralsOf(long sessionId) =>
        _ephemerals.GetValueOrDefault(sessionId) ?? (IReadOnlyCollection<string>)[];

    public int CountBelow(string path)
    {
        var prefix = path == "/" ? path : path + "/";
        return _nodes.Keys.Count(other => other.Length > 1 && other.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
