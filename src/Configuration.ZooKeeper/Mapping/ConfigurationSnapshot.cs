using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Configuration keys at one moment. Immutable, and indexed by section: listing a section costs its children, where the framework's own providers
/// scan all keys.
/// </summary>
internal sealed class ConfigurationSnapshot
{
    private readonly Dictionary<string, string?> _values;
    private readonly Dictionary<string, List<string>> _children = new(StringComparer.OrdinalIgnoreCase);

    // Apart, because a name may be empty: the key ":a" is "a" in the section "".
    private readonly List<string> _topLevel = [];

    public ConfigurationSnapshot(Dictionary<string, string?> values)
    {
        _values = values;
        var indexed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var key in values.Keys)
        {
            Index(key, indexed);
        }
    }

    public static ConfigurationSnapshot Empty { get; } = new(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase));

    public int Count => _values.Count;

    public bool TryGet(string key, out string? value) => _values.TryGetValue(key, out value);

    /// <summary>The names of a section's direct children; of the root with null.</summary>
    public IReadOnlyList<string> ChildrenOf(string? section) =>
        section is null ? _topLevel : _children.TryGetValue(section, out var names) ? names : [];

    /// <summary>The keys that were added, removed or have another value, in order.</summary>
    public IReadOnlyList<string> ChangedKeys(ConfigurationSnapshot earlier)
    {
        var changed = new List<string>();
        foreach (var (key, value) in _values)
        {
            if (!earlier._values.TryGetValue(key, out var before) || before != value)
            {
                changed.Add(key);
            }
        }

        changed.AddRange(earlier._values.Keys.Where(key => !_values.ContainsKey(key)));
        changed.Sort(ConfigurationKeyComparer.Instance.Compare);
        return changed;
    }

    public ConfigurationSnapshot With(string key, string? value) =>
        new(new Dictionary<string, string?>(_values, StringComparer.OrdinalIgnoreCase) { [key] = value });

    private void Index(string key, HashSet<string> indexed)
    {
        while (indexed.Add(key))
        {
            var delimiter = key.LastIndexOf(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            if (delimiter < 0)
            {
                _topLevel.Add(key);
                return;
            }

            var section = key[..delimiter];
            if (!_children.TryGetValue(section, out var names))
            {
                _children.Add(section, names = []);
            }

            names.Add(key[(delimiter + 1)..]);
            key = section;
        }
    }
}
