namespace Configuration.ZooKeeper.Snapshots;

/// <summary>A key, or a section with keys below it, or both at once.</summary>
/// <param name="key">The key, in one of its spellings.</param>
/// <param name="definition">What makes it a key, the winner first; null if it is a section only.</param>
/// <param name="children">The names of its direct children.</param>
internal sealed class KeyEntry(string key, KeyDefinition? definition, ChildNames children)
{
    public string Key { get; } = key;

    public int Hash { get; } = KeyHash.Of(key);

    public KeyDefinition? Definition { get; } = definition;

    /// <summary>The value of the key that it is; here as well, so that reading it looks at one object less.</summary>
    public string? Value { get; } = definition?.Value;

    public ChildNames Children { get; } = children;
}
