namespace Configuration.ZooKeeper.Keys;

/// <summary>A key, a section, or both. The default value is neither. A struct, to save one indirection per lookup.</summary>
/// <param name="key">The key, in one of its spellings.</param>
/// <param name="hash">The hash of the key.</param>
/// <param name="definition">The winning definition, or null for a section without a value.</param>
/// <param name="children">The names of its direct children.</param>
internal readonly struct KeyEntry(string key, int hash, KeyDefinition? definition, ChildNames? children)
{
    private readonly ChildNames? _children = children;

    // See KeyDefinition.Origin. A definition for each key would need as much memory as the key.
    private readonly object? _origin = definition?.Origin;

    /// <summary>The key, or null if there is no entry.</summary>
    public string? Key { get; } = key;

    public int Hash { get; } = hash;

    /// <summary>Whether it is a key, and not only a section.</summary>
    public bool IsKey => _origin is not null;

    /// <summary>The winning definition, or null for a section without a value.</summary>
    public KeyDefinition? Definition => _origin is KeyLayer layer ? new KeyDefinition(Key!, Value, layer) : (KeyDefinition?)_origin;

    /// <summary>The value of the winning definition.</summary>
    public string? Value { get; } = definition?.Value;

    public ChildNames Children => _children ?? ChildNames.None;

    public bool IsOf(int hash, ReadOnlySpan<char> key) => Hash == hash && key.Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns whether both entries have the same definition, compared by reference. An equal value is not enough.</summary>
    public bool HasDefinitionOf(in KeyEntry other) => ReferenceEquals(_origin, other._origin)
        && (_origin is not KeyLayer || (ReferenceEquals(Value, other.Value) && ReferenceEquals(Key, other.Key)));

    public KeyEntry With(KeyDefinition? definition) => new(Key!, Hash, definition, _children);

    public KeyEntry With(ChildNames children) => new(Key!, Hash, Definition, children);
}
