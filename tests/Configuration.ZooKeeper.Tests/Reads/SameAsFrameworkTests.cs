using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace Configuration.ZooKeeper.Tests.Reads;

/// <summary>Whatever the keys are, our provider reads as the framework's in-memory provider does.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SameAsFrameworkTests
{
    private const int Rounds = 400;

    private static readonly string[] Segments = ["a", "A", "b", "1", "2", "10", "Title", "Db", "", " ", "ä", "a__b", "a.b"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Read_RandomKeys_IsTheSame() => Repeat(random =>
    {
        var keys = RandomKeys(random);
        AssertSame(keys, Root(new SnapshotProvider(keys)), Root(Memory(keys)));
    });

    [TestMethod]
    public void Read_AfterEarlierProvider_IsTheSame() => Repeat(random =>
    {
        var earlier = RandomKeys(random);
        var keys = RandomKeys(random);
        AssertSame(
            keys.Concat(earlier),
            new ConfigurationRoot([Memory(earlier), new SnapshotProvider(keys)]),
            new ConfigurationRoot([Memory(earlier), Memory(keys)]));
    });

    [TestMethod]
    public void Read_WithValuesSet_IsTheSame() => Repeat(random =>
    {
        var keys = RandomKeys(random);
        var (ours, theirs) = (Root(new SnapshotProvider(keys)), Root(Memory(keys)));
        var set = RandomKeys(random).Take(5).ToArray();
        foreach (var (key, value) in set)
        {
            ours[key] = value;
            theirs[key] = value;
        }

        AssertSame(keys.Concat(set), ours, theirs);
    });

    [TestMethod]
    public void Bind_RandomKeys_IsTheSame() => Repeat(random =>
    {
        var keys = RandomKeys(random);
        var (ours, theirs) = (Root(new SnapshotProvider(keys)), Root(Memory(keys)));

        Assert.AreEqual(Bound<Dictionary<string, string>>(theirs), Bound<Dictionary<string, string>>(ours));
        Assert.AreEqual(Bound<Dictionary<string, Dictionary<string, string>>>(theirs), Bound<Dictionary<string, Dictionary<string, string>>>(ours));
        Assert.AreEqual(Bound<string[]>(theirs.GetSection("a")), Bound<string[]>(ours.GetSection("a")));
        Assert.AreEqual(Bound<Node>(theirs), Bound<Node>(ours));
    });

    private static void AssertSame(IEnumerable<KeyValuePair<string, string?>> keys, ConfigurationRoot ours, ConfigurationRoot theirs)
    {
        AssertSame(theirs.AsEnumerable().Select(Text), ours.AsEnumerable().Select(Text));
        AssertSame(theirs.GetChildren().Select(section => section.Key), ours.GetChildren().Select(section => section.Key));
        foreach (var path in keys.SelectMany(pair => WithAncestors(pair.Key)).Append("").Append("missing").Distinct())
        {
            foreach (var spelling in new[] { path, path.ToUpperInvariant(), path.ToLowerInvariant() })
            {
                Assert.AreEqual(theirs[spelling], ours[spelling], path);
                Assert.AreEqual(theirs.GetSection(spelling).Exists(), ours.GetSection(spelling).Exists(), path);
                AssertSame(Children(theirs, spelling), Children(ours, spelling));
            }
        }
    }

    private static IEnumerable<string> Children(ConfigurationRoot configuration, string path) =>
        configuration.GetSection(path).GetChildren().Select(section => $"{section.Path} ({section.Key}) = {section.Value}");

    // Of several spellings of one section the framework shows any.
    private static void AssertSame(IEnumerable<string> expected, IEnumerable<string> actual) =>
        CollectionAssert.AreEqual(expected.ToArray(), actual.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static string Text(KeyValuePair<string, string?> pair) => $"{pair.Key} = {pair.Value ?? "(null)"}";

    private static string Bound<T>(IConfiguration configuration)
    {
        try
        {
            return JsonSerializer.Serialize(configuration.Get<T>()).ToUpperInvariant();
        }
        catch (InvalidOperationException e)
        {
            return e.Message.ToUpperInvariant();
        }
    }

    private static IEnumerable<string> WithAncestors(string key)
    {
        for (var path = key; path is not null; path = ConfigurationPath.GetParentPath(path))
        {
            yield return path;
        }
    }

    private static KeyValuePair<string, string?>[] RandomKeys(Random random)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var count = random.Next(30); count > 0; count--)
        {
            var key = ConfigurationPath.Combine(random.GetItems(Segments, random.Next(1, 5)));
            keys[key] = random.Next(8) switch { 0 => null, 1 => "", var value => $"{value}" };
        }

        return [.. keys];
    }

    private static ConfigurationRoot Root(IConfigurationProvider provider) => new([provider]);

    private static MemoryConfigurationProvider Memory(IEnumerable<KeyValuePair<string, string?>> keys) =>
        new(new MemoryConfigurationSource { InitialData = keys });

    private void Repeat(Action<Random> round)
    {
        for (var number = 0; number < Rounds; number++)
        {
            var seed = Random.Shared.Next();
            try
            {
                round(new Random(seed));
            }
            catch
            {
                TestContext.WriteLine($"Seed {seed}");
                throw;
            }
        }
    }

    private sealed class Node
    {
        public string? Title { get; set; }

        public Node? A { get; set; }

        public Node? Db { get; set; }

        public List<Node>? B { get; set; }
    }
}
