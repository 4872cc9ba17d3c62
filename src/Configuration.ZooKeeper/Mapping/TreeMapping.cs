using Configuration.ZooKeeper.Snapshots;
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
        var changes = tree.Changes(_tree);
        var edit = new SnapshotEdit(Keys, changes.Count);
        if (_tree is not null && !TryWithdraw(changes, edit))
        {
            // A parser or MapKey does not always answer the same: all is mapped anew.
            var whole = new TreeMapping(_layers, tree: null, ConfigurationSnapshot.Empty).Next(tree);
            return new TreeMapping(_layers, tree, whole.Keys) { ChangedKeys = [.. whole.Keys.ChangedKeys(Keys)], Collisions = whole.Collisions };
        }

        var made = new List<KeyValuePair<string, string?>>();
        foreach (var change in changes)
        {
            for (var layer = 0; layer < _layers.Count; layer++)
            {
                Collect(change.Later, change.Path, layer, made);
                foreach (var (key, value) in made)
                {
                    edit.Define(new KeyDefinition(key, value, layer, change.Path));
                }
            }
        }

        var keys = edit.Seal();
        return new TreeMapping(_layers, tree, keys) { ChangedKeys = edit.ChangedKeys, Collisions = [.. edit.Collisions()] };
    }

    private static bool IsReserved(string path) =>
        path.StartsWith(Reserved, StringComparison.Ordinal) && (path.Length == Reserved.Length || path[Reserved.Length] == '/');

    // What cannot be read any more keeps its last values.
    private static Znode? Seen(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    private bool TryWithdraw(IReadOnlyList<ZnodeChange> changes, SnapshotEdit edit)
    {
        var made = new List<KeyValuePair<string, string?>>();
        try
        {
            foreach (var change in changes)
            {
                for (var layer = 0; layer < _layers.Count; layer++)
                {
                    Collect(change.Earlier, change.Path, layer, made);
                    foreach (var (key, _) in made)
                    {
                        edit.Undefine(key, layer, change.Path);
                    }
                }
            }

            return true;
        }
        catch (MalformedValueException)
        {
            return false;
        }
    }

    // Only what this znode makes.
    private void Collect(Znode? znode, string path, int layer, List<KeyValuePair<string, string?>> keys)
    {
        keys.Clear();
        if (Seen(znode) is { } seen && _layers[layer].Contains(path) && !IsReserved(path))
        {
            _layers[layer].Collect(seen, path, keys);
        }
    }
}
