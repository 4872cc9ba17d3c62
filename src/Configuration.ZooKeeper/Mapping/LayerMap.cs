using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Turns the znodes of one layer into keys (docs/architecture.md, "Keys"). Of two znodes that make the same key, because names differ in case, one
/// contains a colon, or one is a document, the one with the ordinally later path wins.
/// </summary>
internal sealed class LayerMap
{
    // Belongs to the ensemble itself.
    private const string Reserved = "/zookeeper";

    private readonly Dictionary<string, (string Path, string? Value)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyCollision> _collisions = [];
    private readonly ZnodeKeys _keys;

    private LayerMap(ZnodeKeys keys) => _keys = keys;

    public IReadOnlyList<KeyCollision> Collisions => _collisions;

    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public static LayerMap Of(TreeSnapshot tree, string layerPath, ZooKeeperConfigurationOptions options)
    {
        var map = new LayerMap(new ZnodeKeys(options, layerPath));
        if (tree.Find(layerPath) is { } root)
        {
            map.AddSubtree(root, layerPath);
        }

        return map;
    }

    public void CopyTo(Dictionary<string, string?> keys)
    {
        foreach (var (key, (_, value)) in _values)
        {
            keys[key] = value;
        }
    }

    private void AddSubtree(Znode znode, string path)
    {
        foreach (var (key, value) in _keys.Of(znode, path))
        {
            Add(key, value, path);
        }

        foreach (var child in znode.Children)
        {
            var childPath = path.Length == 1 ? path + child.Name : $"{path}/{child.Name}";
            if (childPath != Reserved)
            {
                AddSubtree(child, childPath);
            }
        }
    }

    private void Add(string key, string? value, string path)
    {
        if (!_values.TryGetValue(key, out var other))
        {
            _values.Add(key, (path, value));
            return;
        }

        var wins = string.CompareOrdinal(path, other.Path) > 0;
        _collisions.Add(wins ? new KeyCollision(key, path, other.Path) : new KeyCollision(key, other.Path, path));
        if (wins)
        {
            // The winner's spelling, too: what is listed must not depend on the order of the children.
            _values.Remove(key);
            _values.Add(key, (path, value));
        }
    }
}
