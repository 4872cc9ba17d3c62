namespace Configuration.ZooKeeper.Keys;

/// <summary>A key, or a section with keys below it, or both at once; nothing by default. A value, because reading a key then looks at one object less.</summary>
/// <param name="key">The key, in one of its spellings.</param>
/// <param name="hash">The hash of the key.</param>
/// <param name="definition">What makes it a key, the winner first; null if it is a section only.</param>
/// <param name="children">The names of its direct children.</param>
internal readonly struct KeyEntry(string key, int hash, KeyDefinition? definition, ChildNames? children)
{
    private readonly ChildNames? _children = children;

    /// <summary>Null if this is nothing.</summary>
    public string? Key { get; } = key;

    public int Hash { get; } = hash;

    public KeyDefinition? Definition { get; } = definition;

    /// <summary>The value of the key that it is; here as well, for the same reason.</summary>
    public string? Value { get; } = definition?.Value;

    public ChildNames Children => _children ?? ChildNames.None;

    public bool IsOf(int hash, ReadOnlySpan<char> key) => Hash == hash && key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    public KeyEntry With(KeyDefinition? definition) => new(Key!, Hash, definition, _children);

    public KeyEntry With(ChildNames children) => new(Key!, Hash, Definition, children);
}
