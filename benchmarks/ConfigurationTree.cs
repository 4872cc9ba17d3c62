using System.Globalization;
using System.Text;
using Benchmarks.Reporting;
using ZooKeeper.Client;

namespace Benchmarks;

/// <summary>A tree of groups with keys. By default, each value has 64 bytes.</summary>
internal sealed class ConfigurationTree
{
    private const int DefaultValueLength = 64;
    private const int BytesAtOnce = 1 << 18;

    private readonly int _valueLength;
    private readonly Dictionary<int, byte[]> _written = [];

    private ConfigurationTree(string path, int keys, int keysInGroup, int valueLength)
    {
        Path = path;
        Keys = keys;
        KeysInGroup = keysInGroup;
        _valueLength = valueLength;
    }

    public string Path { get; }

    public int Keys { get; }

    public int KeysInGroup { get; }

    public IEnumerable<string> Paths => [Path, .. Enumerable.Range(0, Groups).Select(GroupPath), .. Enumerable.Range(0, Keys).Select(PathOf)];

    private int Groups => (Keys + KeysInGroup - 1) / KeysInGroup;

    public static async Task<ConfigurationTree> CreateAsync(
        string connectionString, string name, int keys, int keysInGroup = 100, int valueLength = DefaultValueLength)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var tree = new ConfigurationTree($"/benchmark-{name}-{Guid.NewGuid():n}", keys, keysInGroup, valueLength);
        await client.CreateAsync(tree.Path);
        await Task.WhenAll(Enumerable.Range(0, tree.Groups).Select(group => client.CreateAsync(tree.GroupPath(group))));
        foreach (var numbers in Enumerable.Range(0, keys).Chunk(Math.Max(1, BytesAtOnce / valueLength)))
        {
            await Task.WhenAll(numbers.Select(number => client.CreateAsync(tree.PathOf(number), tree.ValueFor(number))));
        }

        return tree;
    }

    /// <summary>Gets a value of the default length.</summary>
    public static byte[] Value(int number) => Padded(number, DefaultValueLength);

    public byte[] ValueFor(int number) => Padded(number, _valueLength);

    public string PathOf(int number) => $"{GroupPath(number / KeysInGroup)}/Key{number}";

    public string KeyOf(int number) => $"Group{number / KeysInGroup}:Key{number}";

    /// <summary>Records that a key was written, which changes the expected fingerprint.</summary>
    public void Wrote(int number, byte[] value) => _written[number] = value;

    /// <summary>Returns the fingerprint of a complete read.</summary>
    public Fingerprint Fingerprint() => Enumerable.Range(0, Keys)
        .Aggregate(default(Fingerprint), (sum, number) => sum.With(PathOf(number)[(Path.Length + 1)..], Expected(number)));

    private static byte[] Padded(int number, int length) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(length, '.'));

    private byte[] Expected(int number) => _written.GetValueOrDefault(number) ?? ValueFor(number);

    private string GroupPath(int group) => $"{Path}/Group{group}";
}
