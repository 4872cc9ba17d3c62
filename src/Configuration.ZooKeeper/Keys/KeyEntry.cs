namespace Configuration.ZooKeeper.Keys;

/// <summary>Represents a key, a section with keys below it, or both. A struct, to save one indirection per lookup.</summary>
/// <param name="key">The key, in one of its spellings.</param>
/// <param name="hash">The hash of the key.</param>
/// <param name="definition">The winning definition of the key; null if the entry is only a section.</param>
/// <param name="children">The names of its direct children.</param>
internal readonly struct KeyEntry(string key, int hash, KeyDefinition? definition, ChildNames? children)
{
    private readonly ChildNames? _children = children;

    /// <summary>Gets the key; null in the default entry.</summary>
    public string? Key { get; } = key;

    public int Hash { get; } = hash;

    public KeyDefinition? Definition { get; } = definition;

    /// <summary>Gets the value of the key. Stored here too, to save an indirection.</summary>
    public string? Value { get; } = definition?.Value;

    public ChildNames Children => _children ?? ChildNames.None;

    public bool IsOf(int hash, ReadOnlySpan<char> key) => Hash == hash && key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    public KeyEntry With(KeyDefinition? definition) => new(Key!, Hash, definition, _children);

    public KeyEntry With(ChildNames children) => new(Key!, Hash, Definition, children);
}
