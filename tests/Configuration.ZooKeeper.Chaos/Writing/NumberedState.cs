using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Chaos.Writing;

/// <summary>
/// The state after transaction n, as a function of a seed and n. In two layers: keys that exist in every state, keys that come and go, and keys below
/// znodes that come and go. Most values change with each transaction, so that a mix of two states matches none. Some are written once in many
/// transactions: no later transaction hides that a reader missed one.
/// </summary>
internal sealed class NumberedState(int seed)
{
    public const string Number = "Number";
    public const string Root = "/chaos";
    public const string Counter = Root + "/counter";

    /// <summary>The name of znodes in the first layer that no provider makes keys of.</summary>
    public const string Ballast = "Ballast";

    private const int LastingPerLayer = 5;
    private const int SeldomPerLayer = 4;
    private const int BetweenSeldom = 3; // one of the rarely written keys, in turn, changes after so many transactions
    private const int Visit = 10; // a guest stays for so many transactions, then is away for as many

    public IReadOnlyList<string> Layers { get; } = [Root + "/common", Root + "/shop"];

    /// <summary>The keys that exist in every state.</summary>
    public IReadOnlyList<string> LastingKeys { get; } =
    [
        Number,
        "Shared",
        .. Enumerable.Range(0, 2 * LastingPerLayer).Select(i => $"Lasting{i / LastingPerLayer}{i % LastingPerLayer}"),
        .. Enumerable.Range(0, 2 * SeldomPerLayer).Select(i => $"Seldom{i / SeldomPerLayer}{i % SeldomPerLayer}"),
    ];

    /// <summary>The znodes of a state and their data, parents first.</summary>
    public SortedDictionary<string, string?> Znodes(int n)
    {
        // Every second transaction only writes data: a missing znode would reveal a mix of states too early.
        var shape = n / 2;
        var znodes = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [$"{Layers[1]}/{Number}"] = Text(n) };
        for (var layer = 0; layer < Layers.Count; layer++)
        {
            for (var key = 0; key < LastingPerLayer; key++)
            {
                Add(layer, $"Lasting{layer}{key}");
            }

            for (var key = 0; key < SeldomPerLayer; key++)
            {
                AddAsOf(LastTurn((layer * SeldomPerLayer) + key, n), layer, $"Seldom{layer}{key}");
            }

            // Nothing else changes this one's children, so no other event reveals a missed guest.
            znodes[$"{Layers[layer]}/Visited{layer}"] = null;
            if ((n / Visit + layer) % 2 == 0)
            {
                AddAsOf(n - (n % Visit), layer, $"Visited{layer}/Guest");
            }

            Add(layer, "Shared");
            if ((shape + layer) % 2 == 0)
            {
                Add(layer, $"Sometimes{layer}");
            }

            // A different one for each shape: one is deleted with its descendants, one created.
            var group = $"Group{layer}{shape % 3}";
            znodes[$"{Layers[layer]}/{group}"] = null;
            Add(layer, $"{group}/Inner");
            Add(layer, $"{group}/Other{shape % 2}");
        }

        return znodes;

        void Add(int layer, string key) => AddAsOf(n, layer, key);

        void AddAsOf(int written, int layer, string key) => znodes[$"{Layers[layer]}/{key}"] = $"{seed}-{written}-{layer}-{key}";
    }

    /// <summary>The configuration keys of a state.</summary>
    public SortedDictionary<string, string> Keys(int n)
    {
        var keys = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (path, value) in Znodes(n)) // the paths of the second layer come after those of the first, and win
        {
            if (value is not null)
            {
                keys[path[(path.IndexOf('/', Root.Length + 1) + 1)..].Replace('/', ':')] = value;
            }
        }

        return keys;
    }

    public string DigestOf(int n) => DigestOf(Keys(n));

    public static string DigestOf(IEnumerable<KeyValuePair<string, string>> sortedKeys) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', sortedKeys.Select(pair => $"{pair.Key}={pair.Value}")))))[..16];

    /// <summary>The transaction from state n - 1 to state n, which fails unless the counter has the version that was read with n - 1.</summary>
    public Multi Step(int n, int counterVersion)
    {
        var (before, after) = (Znodes(n - 1), Znodes(n));
        var multi = new Multi().SetData(Counter, Bytes(Text(n)), counterVersion);
        foreach (var path in before.Keys.Except(after.Keys).Reverse())
        {
            multi.Delete(path);
        }

        foreach (var (path, value) in after)
        {
            if (!before.TryGetValue(path, out var valueBefore))
            {
                multi.Create(path, Bytes(value));
            }
            else if (value != valueBefore)
            {
                multi.SetData(path, Bytes(value));
            }
        }

        return multi;
    }

    /// <summary>The transaction that creates state n in an empty tree.</summary>
    public Multi Restore(int n)
    {
        var multi = new Multi().Create(Root, null).Create(Counter, Bytes(Text(n)));
        foreach (var layer in Layers)
        {
            multi.Create(layer, null);
        }

        foreach (var (path, value) in Znodes(n))
        {
            multi.Create(path, Bytes(value));
        }

        return multi;
    }

    /// <summary>Whether values that were read one after another belong to one state.</summary>
    public bool IsOneState(IReadOnlyDictionary<string, string> znodes) =>
        znodes.TryGetValue($"{Layers[1]}/{Number}", out var text)
        && Znodes(int.Parse(text, CultureInfo.InvariantCulture)) is var expected
        && znodes.All(znode => expected.GetValueOrDefault(znode.Key) == znode.Value);

    // The newest transaction up to n that wrote the rarely written key; before its first turn, a number that was never used.
    private static int LastTurn(int key, int n)
    {
        const int Round = 2 * SeldomPerLayer * BetweenSeldom;
        var since = (n - (key * BetweenSeldom)) % Round;
        return n - (since < 0 ? since + Round : since);
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
