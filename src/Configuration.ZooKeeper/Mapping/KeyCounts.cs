using System.Collections.Immutable;
using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Stores how many keys each znode makes. If a delegate of the application no longer returns a key, none of its results differs from the index: only the count
/// shows that the index still contains the key. Immutable. Stores only counts other than one, and none at all if the rules contain no delegate.
/// </summary>
internal sealed class KeyCounts
{
    private static readonly KeyCounts s_notNeeded = new(others: null);

    private readonly ImmutableDictionary<string, int>? _others;

    private KeyCounts(ImmutableDictionary<string, int>? others) => _others = others;

    /// <summary>Returns the counts of an empty tree.</summary>
    public static KeyCounts Of(KeyRules rules)
    {
        foreach (var (_, parser) in rules.Documents)
        {
            if (parser != JsonKeys.Read)
            {
                return Empty();
            }
        }

        return rules.MapKey is not null || rules.SelectDocument is not null ? Empty() : s_notNeeded;
    }

    /// <summary>Returns the counts of an empty tree.</summary>
    public KeyCounts None() => _others is null ? this : Empty();

    /// <summary>Returns a list to count the keys of znodes in, or null if nothing needs to be counted.</summary>
    public List<KeyValuePair<string, int>>? NewList() => _others is null ? null : [];

    /// <summary>Returns whether former znodes make as many keys as they made.</summary>
    public bool AreSame(List<KeyValuePair<string, int>>? earlier) =>
        _others is null || earlier is null || earlier.TrueForAll(count => count.Value == _others.GetValueOrDefault(count.Key, 1));

    /// <summary>Returns the counts after a change.</summary>
    public KeyCounts With(List<KeyValuePair<string, int>>? earlier, List<KeyValuePair<string, int>>? later)
    {
        if (_others is null)
        {
            return this;
        }

        var others = _others.ToBuilder();
        others.RemoveRange((earlier ?? []).Select(count => count.Key));
        foreach (var (path, count) in (later ?? []).Where(count => count.Value != 1))
        {
            others[path] = count;
        }

        return new KeyCounts(others.ToImmutable());
    }

    // A separate method: without delegates, no start spends the milliseconds that it takes to load the collection.
    private static KeyCounts Empty() => new(ImmutableDictionary.Create<string, int>(StringComparer.Ordinal));
}
