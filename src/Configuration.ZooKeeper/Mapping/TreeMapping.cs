using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// A tree and the keys that it becomes (docs/architecture.md, "Keys"). The next tree is mapped by its difference to this one, so a change costs what changed.
/// </summary>
internal sealed class TreeMapping
{
    // Belongs to the ensemble itself.
    private const string Reserved = "/zookeeper";

    private readonly IReadOnlyList<ZnodeKeys> _layers;
    private readonly TreeSnapshot? _tree;

    /// <summary>The mapping of nothing.</summary>
    public TreeMapping(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths)
        : this([.. paths.Select(path => new ZnodeKeys(options, path))], tree: null, ConfigurationSnapshot.Empty)
    {
    }

    private TreeMapping(IReadOnlyList<ZnodeKeys> layers, TreeSnapshot? tree, ConfigurationSnapshot keys)
    {
        _layers = layers;
        _tree = tree;
        Keys = keys;
    }

    public ConfigurationSnapshot Keys { get; }

    /// <summary>The keys by which this differs from the mapping that it was made from.</summary>
    public IReadOnlyList<string> ChangedKeys { get; private init; } = [];

    /// <summary>The collisions among the keys that were looked at.</summary>
    public IReadOnlyList<KeyCollision> Collisions { get; private init; } = [];

    /// <summary>The paths of the znodes by which a tree differs from this one's.</summary>
    public IEnumerable<string> ChangedPaths(TreeSnapshot tree) => tree.Changes(_tree).Select(change => change.Path);

    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public TreeMapping Next(TreeSnapshot tree)
    {
        try
        {
            return Difference(tree);
        }
        catch (MalformedValueException) when (_tree is not null)
        {
            // It may be an earlier znode that makes no keys now, of a parser or MapKey that does not always answer the same: then all is mapped anew.
            var whole = new TreeMapping(_layers, tree: null, ConfigurationSnapshot.Empty).Difference(tree);
            return new TreeMapping(_layers, tree, whole.Keys) { ChangedKeys = [.. whole.Keys.ChangedKeys(Keys)], Collisions = whole.Collisions };
        }
    }

    private static bool IsReserved(string path) => path.StartsWith(Reserved, StringComparison.Ordinal) && (path.Length == Reserved.Length || path[Reserved.Length] == '/');

    // What cannot be read any more keeps its last values.
    private static Znode? Seen(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    private TreeMapping Difference(TreeSnapshot tree)
    {
        var edit = new SnapshotEdit(Keys);
        foreach (var change in tree.Changes(_tree))
        {
            for (var layer = 0; layer < _layers.Count; layer++)
            {
                if (_layers[layer].Contains(change.Path) && !IsReserved(change.Path))
                {
                    Apply(change, layer, edit);
                }
            }
        }

        var keys = edit.Seal();
        return new TreeMapping(_layers, tree, keys) { ChangedKeys = edit.ChangedKeys, Collisions = [.. edit.Collisions()] };
    }

    private void Apply(in ZnodeChange change, int layer, SnapshotEdit edit)
    {
        if (Seen(change.Earlier) is { } earlier)
        {
            foreach (var (key, _) in _layers[layer].Of(earlier, change.Path))
            {
                edit.Undefine(key, layer, change.Path);
            }
        }

        if (Seen(change.Later) is { } later)
        {
            foreach (var (key, value) in _layers[layer].Of(later, change.Path))
            {
                edit.Define(new KeyDefinition(key, value, layer, change.Path));
            }
        }
    }
}
