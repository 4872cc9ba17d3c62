namespace Configuration.ZooKeeper.Snapshots;

/// <summary>
/// What one znode says a key is. Several can define the same key: the later layer wins, and within a layer the ordinally later path. The others are kept
/// behind the winner, since one of them counts when it goes.
/// </summary>
/// <param name="Key">The key as this znode spells it.</param>
/// <param name="Value">The value.</param>
/// <param name="Layer">The index of the layer.</param>
/// <param name="Path">The znode's path.</param>
/// <param name="Overridden">The next one that it wins over.</param>
internal sealed record KeyDefinition(string Key, string? Value, int Layer, string Path, KeyDefinition? Overridden = null)
{
    /// <summary>A chain with one more definition, or another one in place of the same znode's.</summary>
    public static KeyDefinition With(KeyDefinition? chain, KeyDefinition added) => chain is null ? added : added.ComparedTo(chain.Layer, chain.Path) switch
    {
        > 0 => added with { Overridden = chain },
        0 => added with { Overridden = chain.Overridden },
        _ => chain with { Overridden = With(chain.Overridden, added) },
    };

    /// <summary>A chain without the definition of one znode.</summary>
    public static KeyDefinition? Without(KeyDefinition? chain, int layer, string path) => chain switch
    {
        null => null,
        _ when chain.ComparedTo(layer, path) == 0 => chain.Overridden,
        { Overridden: null } => chain,
        _ => chain with { Overridden = Without(chain.Overridden, layer, path) },
    };

    private int ComparedTo(int layer, string path) => Layer != layer ? Layer.CompareTo(layer) : string.CompareOrdinal(Path, path);
}
