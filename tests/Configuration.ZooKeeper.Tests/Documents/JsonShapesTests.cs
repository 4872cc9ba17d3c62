using System.Text;
using Configuration.ZooKeeper.Mapping;
using Microsoft.Extensions.Configuration.Json;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Documents;

/// <summary>Whatever a JSON document looks like, its znode has the keys that the framework's provider has for the same text in one file.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class JsonShapesTests
{
    private static readonly string[] Names = ["a", "A", "b", "", "0", "1", "a:b", "ä", "x", " "];

    private static readonly string[] Scalars = ["null", "true", "false", "\"\"", "\"text\"", "0", "1.50", "1e3", "-7", "\"a\\u0000b\"", "{}", "[]"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Collect_RandomDocument_HasTheKeysOfTheFramework()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = Effort.Of(daily: 1_000, nightly: 50_000); round > 0; round--)
        {
            var json = Container(random, depth: random.Next(1, 5));

            Assert.AreEqual(Framework($$"""{ "App": { "Doc": {{json}} } }"""), Ours("/root/App/Doc.json", json), json);
            Assert.AreEqual(Framework($$"""{ "Shop": {{json}} }"""), Ours("/root", json, section: "Shop"), json);
            if (json.TrimStart().StartsWith('{'))
            {
                Assert.AreEqual(Framework(json), Ours("/root", json), json);
            }
        }
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("null")]
    [DataRow("1")]
    [DataRow("\"text\"")]
    [DataRow("{")]
    [DataRow("[")]
    [DataRow("{}{}")]
    [DataRow("[][]")]
    public void Collect_NoObjectAndNoArray_IsMalformedAsInAFileOfTheFramework(string json)
    {
        Assert.AreEqual("malformed", Framework(json));
        Assert.AreEqual("malformed", Ours("/root/Doc.json", json));
    }

    // Each key contains the name: with one name of half a megabyte, a document of one megabyte would have keys of a hundred gigabytes.
    [TestMethod]
    [DataRow(1, 20_000, 1, 20_000, "malformed")]
    [DataRow(1, 500_000, 1, 250_000, "malformed")]
    [DataRow(1, 20_000, 1, 1_000, "1000 keys")]
    [DataRow(1, 20, 1, 500_000, "500000 keys")]
    [DataRow(20_000, 20, 1, 20_000, "malformed")]
    [DataRow(20_000, 20, 1, 1_000, "1000 keys")]
    [DataRow(1, 20_000, 100, 1_000, "malformed")]
    [DataRow(1, 20, 100, 10_000, "10000 keys")]
    public void Collect_LongNameAboveManyKeys_IsMalformed(int ofZnode, int ofSection, int levels, int count, string expected)
    {
        var name = $"{new string('n', ofZnode)}.json";
        var below = string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}{new string(':', levels - 1)}\":0"));
        var keys = new List<KeyValuePair<string, string?>>();
        string actual;
        try
        {
            new ZnodeKeys(OptionRules.Of(new ZooKeeperConfigurationOptions()), "/root").Collect(
                new ZnodeContent(Encoding.UTF8.GetBytes($$"""{ "{{new string('s', ofSection)}}": { {{below}} } }""")), $"/root/{name}", keys);
            actual = $"{keys.Count} keys";
        }
        catch (MalformedValueException e)
        {
            Assert.Contains("has keys of more than 268,435,456 characters together: shorten the names of its sections", e.Message);
            actual = "malformed";
        }

        Assert.AreEqual(expected, actual);
    }

    private static string Ours(string path, string json, string? section = null)
    {
        var options = new ZooKeeperConfigurationOptions { Section = section };
        var root = path == "/root" ? "/root.json" : "/root";
        var keys = new List<KeyValuePair<string, string?>>();
        try
        {
            new ZnodeKeys(OptionRules.Of(options), root).Collect(
                new ZnodeContent(Encoding.UTF8.GetBytes(json)), path == "/root" ? root : path, keys);
            return Text(keys);
        }
        catch (MalformedValueException)
        {
            return "malformed";
        }
    }

    private static string Framework(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var provider = new Provider(stream);
        try
        {
            provider.Load();
            return Text(provider.Keys);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException)
        {
            return "malformed";
        }
    }

    private static string Text(IEnumerable<KeyValuePair<string, string?>> keys) =>
        string.Join('\n', keys.Select(key => $"{key.Key} = {key.Value ?? "(null)"}").Order(StringComparer.Ordinal));

    private static string Any(Random random, int depth) => depth > 0 && random.Next(2) == 0 ? Container(random, depth) : Scalars[random.Next(Scalars.Length)];

    private static string Container(Random random, int depth)
    {
        var values = Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, depth - 1)).ToArray();
        return random.Next(2) == 0
            ? $"[{string.Join(',', values)}]"
            : $"{{{string.Join(" , ", values.Select(value => $"\"{Names[random.Next(Names.Length)]}\": {value}"))}}} /* comment */ ";
    }

    private sealed class Provider(Stream document) : JsonStreamConfigurationProvider(new JsonStreamConfigurationSource { Stream = document })
    {
        public IDictionary<string, string?> Keys => Data;
    }
}
