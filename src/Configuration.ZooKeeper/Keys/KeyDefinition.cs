using System.Collections.Immutable;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The value that one znode defines for a key. If several znodes define the same key, the later layer wins, and within a layer the path that is later in
/// ordinal order. The winner keeps the others, because the next one becomes the winner when this one is removed.
/// </summary>
internal sealed record KeyDefinition
{
    // A tree, not a list: any number of znodes can define the same key.
    private static readonly ImmutableSortedSet<KeyDefinition> s_none =
        ImmutableSortedSet.Create<KeyDefinition>(Comparer<KeyDefinition>.Create(static (x, y) => x.ComparedTo(y)));

    private readonly string? _path;
    private readonly KeyLayer? _spelling;

    /// <summary>Creates the definition of a znode whose path cannot be derived from the key.</summary>
    public KeyDefinition(string key, string? value, int layer, string path) => (Key, Value, Layer, _path) = (key, value, layer, path);

    /// <summary>Creates the definition of a znode whose path can be derived from the key.</summary>
    public KeyDefinition(string key, string? value, KeyLayer layer) => (Key, Value, Layer, _spelling) = (key, value, layer.Number, layer);

    /// <summary>The key as this znode spells it.</summary>
    public string Key { get; }

    public string? Value { get; }

    /// <summary>The index of the layer.</summary>
    public int Layer { get; }

    /// <summary>The znode's path.</summary>
    public string Path => _path ?? _spelling!.PathOf(Key);

    /// <summary>
    /// What an entry stores besides the key and the value: only the layer if the path can be derived and nothing is overridden, otherwise the whole definition.
    /// </summary>
    public object Origin => _spelling is not null && Overridden.IsEmpty ? _spelling : this;

    /// <summary>The other definitions of the same key. The next winner is last.</summary>
    public ImmutableSortedSet<KeyDefinition> Overridden { get; private init; } = s_none;

    /// <summary>The pairs of znodes of one layer that define this key.</summary>
    public IEnumerable<KeyCollision> Collisions
    {
        get
        {
            var winner = this;
            foreach (var loser in Overridden.Reverse())
            {
                if (winner.Layer == loser.Layer)
                {
                    yield return new KeyCollision(winner.Key, winner.Path, loser.Path);
                }

                winner = loser;
            }
        }
    }

    /// <summary>Adds a definition, or replaces the one of the same znode. Returns the winner.</summary>
    public static KeyDefinition With(KeyDefinition? winner, KeyDefinition added) => winner is null ? added : added.ComparedTo(winner) switch
    {
        > 0 => added with { Overridden = winner.Overridden.Add(winner with { Overridden = s_none }) },
        0 => added with { Overridden = winner.Overridden },
        _ => winner with { Overridden = winner.Overridden.Remove(added).Add(added) },
    };

    /// <summary>Removes the definition of one znode. Returns the winner among the others.</summary>
    public static KeyDefinition? Without(KeyDefinition? winner, KeyDefinition removed)
    {
        if (winner is null || winner.ComparedTo(removed) != 0)
        {
            return winner is { Overridden.IsEmpty: false } ? winner.WithoutOverridden(removed) : winner;
        }

        return winner.Overridden.Max is { } next ? next with { Overridden = winner.Overridden.Remove(next) } : null;
    }

    /// <summary>
    /// Returns whether readers see the same value and spelling. The spelling counts because section names become dictionary keys, which are often
    /// case-sensitive.
    /// </summary>
    public bool IsSameKey(KeyDefinition? other) => other is not null && Value == other.Value && Key == other.Key;

    /// <summary>Returns the key and the znode, without the value, which can be secret.</summary>
    public override string ToString() => $"{Key} of {Path} (layer {Layer})";

    private KeyDefinition WithoutOverridden(KeyDefinition removed)
    {
        var left = Overridden.Remove(removed);
        return ReferenceEquals(left, Overridden) ? this : this with { Overridden = left };
    }

    // Two derived paths of a layer are equal if the keys are. Deriving them would cost most changes two strings.
    private int ComparedTo(KeyDefinition other) => Layer != other.Layer ? Layer.CompareTo(other.Layer)
        : _spelling is not null && _spelling == other._spelling && Key == other.Key ? 0
        : string.CompareOrdinal(Path, other.Path);
}
