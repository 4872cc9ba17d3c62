using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Turns the znodes of one layer into keys (docs/architecture.md, "Keys"). Of two znodes that become the same key, because names differ in case
/// or contain a colon, the one with the ordinally later path wins.
/// </summary>
internal sealed class LayerMap(string layerPath)
{
    // Belongs to the ensemble itself.
    private const string Reserved = "zookeeper";

    private readonly Dictionary<string, (string Path, string Value)> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyCollision> _collisions = [];

    public IReadOnlyList<KeyCollision> Collisions => _collisions;

    /// <exception cref="MalformedValueException">A znode's data is not text.</exception>
    public static LayerMap Of(TreeSnapshot tree, string layerPath)
    {
        var map = new LayerMap(layerPath);
        if (tree.Find(layerPath) is { } root)
        {
            map.AddChildren(root, path: layerPath, key: "");
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

    private void AddChildren(Znode parent, string path, string key)
    {
        foreach (var child in parent.Children)
        {
            if (layerPath == "/" && path == layerPath && child.Name == Reserved)
            {
                continue;
            }

            var childPath = path.Length == 1 ? path + child.Name : $"{path}/{child.Name}";
            var childKey = key.Length == 0 ? child.Name : key + ConfigurationPath.KeyDelimiter + child.Name;
            Add(child, childPath, childKey);
            AddChildren(child, childPath, childKey);
        }
    }

    // No data, or empty data where children follow: a folder and not a value.
    private void Add(Znode znode, string path, string key)
    {
        if (znode.Data is not { } data || (data.IsEmpty && znode.ChildCount > 0))
        {
            return;
        }

        var value = TextValue.Decode(data.Span, path);
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
