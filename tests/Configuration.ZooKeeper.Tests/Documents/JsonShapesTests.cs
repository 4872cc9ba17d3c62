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
