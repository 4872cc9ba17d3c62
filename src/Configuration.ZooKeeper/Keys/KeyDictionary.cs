using System.Collections;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Shows a key index, and values that override it, as a dictionary. Immutable, so it can be enumerated while the configuration reloads.
/// </summary>
internal sealed class KeyDictionary(KeyIndex index, KeyIndex overrides) : IDictionary<string, string?>
{
    public int Count => overrides.Count == 0 ? index.Count : index.Count + overrides.Definitions.Count(key => !index.TryGet(key.Key, out _));

    public bool IsReadOnly => true;

    public ICollection<string> Keys => [.. this.Select(static pair => pair.Key)];

    public ICollection<string?> Values => [.. this.Select(static pair => pair.Value)];

    public string? this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no key '{key}'.");
        set => throw ReadOnly();
    }

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, out string? value) => overrides.TryGet(key, out value) || index.TryGet(key, out value);

    public bool Contains(KeyValuePair<string, string?> item) => TryGetValue(item.Key, out var value) && value == item.Value;

    public void CopyTo(KeyValuePair<string, string?>[] array, int arrayIndex)
    {
        foreach (var pair in this)
        {
            array[arrayIndex++] = pair;
        }
    }

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => index.Definitions
        .Where(key => overrides.Count == 0 || !overrides.TryGet(key.Key, out _))
        .Concat(overrides.Definitions)
        .Select(static key => KeyValuePair.Create(key.Key, key.Value))
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Add(string key, string? value) => throw ReadOnly();

    public void Add(KeyValuePair<string, string?> item) => throw ReadOnly();

    public bool Remove(string key) => throw ReadOnly();

    public bool Remove(KeyValuePair<string, string?> item) => throw ReadOnly();

    public void Clear() => throw ReadOnly();

    private static NotSupportedException ReadOnly() => new("The keys of a ZooKeeper source cannot be changed here. Use IConfiguration, or write to ZooKeeper.");
}
