namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The keys made from a tree snapshot, indexed by section. Listing a section costs the number of its children; the framework's own providers scan all keys.
/// Immutable. Versions of the index share their unchanged parts (docs/architecture.md, "The index").
/// </summary>
/// <param name="entries">The keys and the sections above them.</param>
/// <param name="topLevel">The top-level names. They cannot be in the entries, because a name can be empty: the key ":a" is "a" in the section "".</param>
/// <param name="count">The number of keys.</param>
internal sealed class KeyIndex(KeyTable entries, ChildNames topLevel, int count)
{
    public static KeyIndex Empty { get; } = new(KeyTable.Empty, ChildNames.None, 0);

    public int Count { get; } = count;

    public KeyTable Entries { get; } = entries;

    public ChildNames TopLevel { get; } = topLevel;

    public IEnumerable<KeyDefinition> Definitions => Entries.All().Select(entry => entry.Definition).OfType<KeyDefinition>();

    /// <summary>Creates an index of keys that do not come from znodes. Skips keys with too many levels.</summary>
    public static KeyIndex Of(IEnumerable<KeyValuePair<string, string?>> keys)
    {
        var edit = new KeyIndexEdit(Empty);
        foreach (var (key, value) in keys.Where(static pair => !KeyLevels.AreTooMany(pair.Key)))
        {
            edit.Define(new KeyDefinition(key, value, 0, ""));
        }

        return edit.Seal();
    }

    public bool TryGet(string key, out string? value)
    {
        ref readonly var entry = ref Entries.Find(key);
        value = entry.Value;
        return entry.IsKey;
    }

    /// <summary>Returns the names of the direct children of a section in order, or the top-level names for null.</summary>
    public IReadOnlyList<string> ChildrenOf(string? section) => (section is null ? TopLevel : Entries.Find(section).Children).InOrder();

    /// <summary>Returns the keys that differ from those of another index. The cost grows with the size of both.</summary>
    public IEnumerable<string> ChangedKeys(KeyIndex earlier) => Definitions
        .Where(key => !key.IsSameKey(earlier.Entries.Find(key.Key).Definition))
        .Concat(earlier.Definitions.Where(key => !TryGet(key.Key, out _)))
        .Select(key => key.Key);

    /// <exception cref="ArgumentException">The key has too many levels.</exception>
    public KeyIndex With(string key, string? value)
    {
        if (KeyLevels.AreTooMany(key))
        {
            throw new ArgumentException($"Cannot set a key of {key.Length} characters: it has more than {KeyLevels.Max} levels.", nameof(key));
        }

        var edit = new KeyIndexEdit(this);
        edit.Define(new KeyDefinition(key, value, 0, ""));
        return edit.Seal();
    }
}
