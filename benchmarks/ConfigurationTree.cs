using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace Benchmarks;

/// <summary>A tree of groups with keys in them, each key with a value of 64 bytes.</summary>
internal sealed class ConfigurationTree
{
    private const int ValueLength = 64;
    private const int CreatesAtOnce = 1000;

    private ConfigurationTree(string path, int keys, int keysInGroup)
    {
        Path = path;
        Keys = keys;
        KeysInGroup = keysInGroup;
    }

    public string Path { get; }

    public int Keys { get; }

    public int KeysInGroup { get; }

    public static async Task<ConfigurationTree> CreateAsync(string connectionString, string name, int keys, int keysInGroup = 100)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var tree = new ConfigurationTree($"/benchmark-{name}-{Guid.NewGuid():n}", keys, keysInGroup);
        await client.CreateAsync(tree.Path);
        await Task.WhenAll(Enumerable.Range(0, (keys + keysInGroup - 1) / keysInGroup).Select(group => client.CreateAsync(tree.GroupPath(group))));
        foreach (var numbers in Enumerable.Range(0, keys).Chunk(CreatesAtOnce))
        {
            await Task.WhenAll(numbers.Select(number => client.CreateAsync(tree.PathOf(number), Value(number))));
        }

        return tree;
    }

    public static byte[] Value(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(ValueLength, '.'));

    public string PathOf(int number) => $"{GroupPath(number / KeysInGroup)}/Key{number}";

    public string KeyOf(int number) => $"Group{number / KeysInGroup}:Key{number}";

    private string GroupPath(int group) => $"{Path}/Group{group}";
}
