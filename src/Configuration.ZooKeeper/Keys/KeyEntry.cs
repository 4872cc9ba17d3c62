namespace Configuration.ZooKeeper.Keys;

/// <summary>A key, a section, or both. The default value is neither. A struct, to save one indirection per lookup.</summary>
/// <param name="key">The key, in one of its spellings.</param>
/// <param name="hash">The hash of the key.</param>
/// <param name="definition">The winning definition, or null for a section without a value.</param>
/// <param name="children">The names of its direct children.</param>
internal readonly struct KeyEntry(string key, int hash, KeyDefinition? definition, ChildNames? children)
{
    private readonly ChildNames? _children = children;

    /// <summary>The key, or null if there is no entry.</summary>
    public string? Key { get; } = key;

    public int Hash { get; } = hash;

    public KeyDefinition? Definition { get; } = definition;

    /// <summary>The value of the winning definition. A copy, to save another indirection.</summary>
    public string? Value { get; } = definition?.Value;

    public ChildNames Children => _children ?? ChildNames.None;

    public bool IsOf(int hash, ReadOnlySpan<char> key) => Hash == hash && key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    public KeyEntry With(KeyDefinition? definition) => new(Key!, Hash, definition, _children);

    public KeyEntry With(ChildNames children) => new(Key!, Hash, Definition, children);
}
