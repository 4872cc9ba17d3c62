using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Shows znodes as the keys that applications see, with the code of the provider.</summary>
public static class ConfigurationKeys
{
    // The path of the layer does not matter for the keys below it.
    private const string Layer = "/root";

    /// <summary>Returns the keys of a state, ordered by key. If several znodes have the same key, the last one wins.</summary>
    /// <param name="state">The state.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="InvalidInputException">The data of a znode cannot become keys. <see cref="Check(TreeState, KeyOptions?)"/> finds all such
    /// znodes.</exception>
    public static IReadOnlyList<ConfigurationKey> Of(TreeState state, KeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var mapping = new ZnodeKeys((options ?? new KeyOptions()).ToRules(), Layer);
        var keys = new SortedDictionary<string, ConfigurationKey>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, znode) in state.Znodes.OrderBy(znode => znode.Key, StringComparer.Ordinal))
        {
            foreach (var (key, value) in Collect(mapping, state, path, znode.Data))
            {
                keys[key] = new ConfigurationKey(key, value, path);
            }
        }

        return [.. keys.Values];
    }

    /// <summary>Returns what prevents a state from becoming configuration, as applications would report it: an entry for each malformed znode.</summary>
    /// <param name="state">The state.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <returns>The reasons, by the path of the znode below the root. They quote no values.</returns>
    public static IReadOnlyDictionary<string, string> Check(TreeState state, KeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var mapping = new ZnodeKeys((options ?? new KeyOptions()).ToRules(), Layer);
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, znode) in state.Znodes)
        {
            try
            {
                Collect(mapping, state, path, znode.Data);
            }
            catch (InvalidInputException e)
            {
                faults[path] = e.Message;
            }
        }

        return faults;
    }

    /// <summary>Returns what would prevent a desired state from becoming configuration: an entry for each malformed znode.</summary>
    /// <param name="state">The state.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <returns>The reasons, by the path of the znode below the path that was opened. They quote no values.</returns>
    public static IReadOnlyDictionary<string, string> Check(DesiredState state, KeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Check(new TreeState("/", zxid: 0, state.Znodes.ToDictionary(znode => znode.Key, znode => new ZnodeState(ZnodeBytes.ToMemory(znode.Value.Data))), [], []), options);
    }

    /// <summary>Returns the keys that differ when the data of a znode changes, also inside a document. Data that cannot become keys has none.</summary>
    /// <param name="path">The path of the znode below the root.</param>
    /// <param name="oldData">The data before, or null.</param>
    /// <param name="newData">The data after, or null.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    public static IReadOnlyList<KeyChange> Changes(string path, byte[]? oldData, byte[]? newData, KeyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var mapping = new ZnodeKeys((options ?? new KeyOptions()).ToRules(), Layer);
        var (before, after) = (Lenient(mapping, path, oldData), Lenient(mapping, path, newData));
        var changes = new List<KeyChange>();
        foreach (var key in before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase))
        {
            var (was, has) = (before.TryGetValue(key, out var old), after.TryGetValue(key, out var value));
            if (was != has || old != value)
            {
                changes.Add(new KeyChange(key, !was ? ChangeKind.Create : !has ? ChangeKind.Delete : ChangeKind.Set, old, value));
            }
        }

        return changes;
    }

    private static Dictionary<string, string?> Lenient(ZnodeKeys mapping, string path, byte[]? data)
    {
        try
        {
            return Collect(mapping, new ZnodeContent(ZnodeBytes.ToMemory(data)), path).DistinctBy(key => key.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(key => key.Key, key => key.Value, StringComparer.OrdinalIgnoreCase);
        }
        catch (MalformedValueException)
        {
            return [];
        }
    }

    private static List<KeyValuePair<string, string?>> Collect(ZnodeKeys mapping, TreeState state, string path, ReadOnlyMemory<byte>? data)
    {
        var hasChildren = state.HasChildren(path);
        try
        {
            return Collect(mapping, new ZnodeContent(data, hasChildren, hasChildren), path);
        }
        catch (MalformedValueException e)
        {
            throw new InvalidInputException(e.MessageIn(full => RelativePath.Full(state.Root, full == Layer ? "" : full[(Layer.Length + 1)..])), e);
        }
    }

    private static List<KeyValuePair<string, string?>> Collect(ZnodeKeys mapping, ZnodeContent content, string path)
    {
        var keys = new List<KeyValuePair<string, string?>>();
        mapping.Collect(content, path.Length == 0 ? Layer : ZnodePath.Combine(Layer, path), keys);
        keys.RemoveAll(key => KeyLevels.AreTooMany(key.Key));
        return keys;
    }
}
