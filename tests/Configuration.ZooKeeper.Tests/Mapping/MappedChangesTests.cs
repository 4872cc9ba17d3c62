using System.Text;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Changes are mapped by what changed; what comes out is the same as when everything is mapped at once.</summary>
[TestClass]
public sealed class MappedChangesTests
{
    private static readonly string[] Names = ["a", "A", "b", "a:b", "b.json", "B.json", "10", "9"];

    private static readonly string?[] Values = [null, "", "1", "two", "{}", "{\"b\":\"of a document\",\"c\":[1,2]}", "{\"a\":{\"b\":null}}"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Changes_RandomTreesAndLayers_AreAsLoadedAnew(bool hasRules)
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var tree = await Subtree.CreateAsync();
        using var followed = Load(tree, hasRules);
        for (var round = 0; round < 25; round++)
        {
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                await ChangeOneAsync(random, tree);
            }

            var marker = $"{round}";
            await tree.SetAsync("marker", marker);
            await Eventually.TrueAsync(() => followed["marker"] == marker);
            using var loaded = Load(tree, hasRules);
            CollectionAssert.AreEqual(KeysOf(loaded), KeysOf(followed), $"in round {round}");
        }
    }

    // Comparing each key with all others would take minutes.
    [TestMethod]
    public async Task Change_ParserReturnsManyKeysTwice_TakesEffect()
    {
        const int Keys = 100_000;
        await using var tree = await Subtree.CreateAsync(("All.keys", "1"));
        using var configuration = tree.Load(options => options.Documents.Add(".keys", document =>
        {
            using var reader = new StreamReader(document);
            var text = reader.ReadToEnd();
            return Enumerable.Range(0, 2 * Keys).Select(i => KeyValuePair.Create($"Key{i % Keys}", (string?)text));
        }));

        await tree.SetAsync("All.keys", "2");
        await Eventually.TrueAsync(() => configuration["All:Key0"] == "2");
        Assert.AreEqual("2", configuration[$"All:Key{Keys - 1}"]);
    }

    private static ConfigurationRoot Load(Subtree tree, bool hasRules) => tree.Load(options =>
    {
        options.MapKey = hasRules ? MapKey : null;
        options.SelectDocument = hasRules ? below => below.EndsWith("10", StringComparison.Ordinal) ? ".text" : null : null;
        options.Documents.Add(".text", TextKeys);

        options.Paths.Add(tree.PathOf("a"));
        options.Paths.Add(tree.PathOf("b/a"));
        options.MinReloadInterval = TimeSpan.Zero;
    });

    // Skips some znodes, and gives one key to several others.
    private static string? MapKey(string below) => below.EndsWith('9') ? null : below.Replace("a:b", "c", StringComparison.Ordinal).Replace("A", "c", StringComparison.Ordinal);

    private static IEnumerable<KeyValuePair<string, string?>> TextKeys(Stream document)
    {
        using var reader = new StreamReader(document);
        var text = reader.ReadToEnd();
        return [.. Enumerable.Range(0, text.Length).Select(i => KeyValuePair.Create($"{text[i]}", (string?)$"{i}"))];
    }

    private static string[] KeysOf(IConfiguration configuration) =>
        [.. configuration.AsEnumerable().Select(key => $"{key.Key}={key.Value}").Order(StringComparer.Ordinal)];

    private static async Task ChangeOneAsync(Random random, Subtree tree)
    {
        var name = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => Names[random.Next(Names.Length)]));
        if (random.Next(4) == 0)
        {
            await DeleteAsync(tree.Client, tree.PathOf(name));
        }
        else
        {
            var isDocument = name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var value = Values[isDocument ? random.Next(4, Values.Length) : random.Next(Values.Length)];
            await tree.SetAsync(name, value is null ? null : Encoding.UTF8.GetBytes(value));
        }
    }

    private static async Task DeleteAsync(ZooKeeperClient client, string path)
    {
        if (await client.ExistsAsync(path) is null)
        {
            return;
        }

        foreach (var child in (await client.GetChildrenAsync(path)).Names)
        {
            await DeleteAsync(client, $"{path}/{child}");
        }

        await client.DeleteAsync(path);
    }
}
