using System.Globalization;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>
/// The state after transaction n, as a function of a seed and n: every key has a value that depends on both, and some keys exist only for some n.
/// Two layers: keys of the second are apart from those of the first, but for one that it overrides.
/// </summary>
internal sealed class NumberedState(string root, int seed)
{
    public const string Number = "Number";

    private const int KeysPerLayer = 6;

    public string[] Layers { get; } = [root + "/common", root + "/shop"];

    public string Counter { get; } = root + "/counter";

    /// <summary>The znodes of a state and their data.</summary>
    public Dictionary<string, string> Znodes(int n)
    {
        var znodes = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{Layers[1]}/{Number}"] = Text(n) };
        for (var layer = 0; layer < Layers.Length; layer++)
        {
            for (var key = 0; key < KeysPerLayer; key++)
            {
                znodes[$"{Layers[layer]}/Key{layer}{key}"] = Value(n, $"{layer}{key}");
            }

            znodes[$"{Layers[layer]}/Shared"] = Value(n, $"shared{layer}");

            // Comes and goes.
            if ((n + layer) % 2 == 0)
            {
                znodes[$"{Layers[layer]}/Sometimes{layer}"] = Value(n, $"sometimes{layer}");
            }

            // Another name for each transaction: one is deleted, one created.
            znodes[$"{Layers[layer]}/Moving{layer}{n % 5}"] = Value(n, $"moving{layer}");
        }

        return znodes;
    }

    /// <summary>The configuration keys of a state.</summary>
    public Dictionary<string, string> Keys(int n)
    {
        var keys = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in Znodes(n).OrderBy(znode => znode.Key.StartsWith(Layers[1], StringComparison.Ordinal)))
        {
            keys[path[(path.LastIndexOf('/') + 1)..]] = value;
        }

        return keys;
    }

    /// <summary>The transaction from one state to the next, which fails unless the counter is where it must be.</summary>
    public Multi Step(int n)
    {
        var (before, after) = (Znodes(n - 1), Znodes(n));
        var multi = new Multi().SetData(Counter, Bytes(Text(n)), version: n - 1);
        foreach (var path in before.Keys.Except(after.Keys))
        {
            multi.Delete(path);
        }

        foreach (var (path, value) in after)
        {
            _ = before.ContainsKey(path) ? multi.SetData(path, Bytes(value)) : multi.Create(path, Bytes(value));
        }

        return multi;
    }

    public Multi First()
    {
        var multi = new Multi().Create(root, null).Create(Counter, Bytes("0")).Create(Layers[0], null).Create(Layers[1], null);
        foreach (var (path, value) in Znodes(0))
        {
            multi.Create(path, Bytes(value));
        }

        return multi;
    }

    /// <summary>The number of the state that the keys show; fails if they are not exactly one state.</summary>
    public int Check(IReadOnlyDictionary<string, string?> keys)
    {
        var n = int.Parse(keys[Number]!, CultureInfo.InvariantCulture);
        var expected = Keys(n);
        var wrong = expected.Keys.Union(keys.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => expected.GetValueOrDefault(key) != keys.GetValueOrDefault(key))
            .Select(key => $"{key} is {keys.GetValueOrDefault(key) ?? "missing"} and not {expected.GetValueOrDefault(key) ?? "missing"}")
            .ToArray();
        Assert.IsEmpty(wrong, $"not the state {n}: {string.Join("; ", wrong)}");
        return n;
    }

    /// <summary>Whether values that were read one after another are of one state.</summary>
    public bool IsOneState(IReadOnlyDictionary<string, string> znodes) =>
        znodes.TryGetValue($"{Layers[1]}/{Number}", out var text)
        && Znodes(int.Parse(text, CultureInfo.InvariantCulture)) is var expected
        && znodes.All(znode => expected.GetValueOrDefault(znode.Key) == znode.Value);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);

    private string Value(int n, string key) => string.Create(CultureInfo.InvariantCulture, $"{seed}-{n}-{key}-{(uint)HashCode.Combine(seed, n, key)}");
}
