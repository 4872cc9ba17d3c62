using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>A znode whose name ends as a document's does becomes the document's keys, below its own key without the ending.</summary>
[TestClass]
public sealed class DocumentTests
{
    private const int CollisionEvent = 2004;

    [TestMethod]
    public async Task Load_JsonZnode_IsFlattenedBelowItsName()
    {
        await using var tree = await Subtree.CreateAsync(
            ("Shop.json", """{ "Title": "Corner shop", "Open": true, "Rate": 1.50, "Hosts": ["a", "b"], "Nothing": null, "Empty": {}, "None": [] } // yes"""));
        using var configuration = tree.Load();

        Assert.AreEqual("Corner shop", configuration["Shop:Title"]);
        Assert.AreEqual("True", configuration["Shop:Open"]);
        Assert.AreEqual("1.50", configuration["Shop:Rate"]);
        CollectionAssert.AreEqual(new[] { "a", "b" }, configuration.GetSection("Shop:Hosts").Get<string[]>());
        Assert.AreEqual("", configuration["Shop:None"]);
        Assert.IsTrue(configuration.Providers.Single().TryGet("Shop:Nothing", out var nothing));
        Assert.IsNull(nothing);
        Assert.IsNull(configuration["Shop.json"]);
    }

    [TestMethod]
    public async Task Load_AnyJson_HasTheKeysOfTheFrameworksFiles()
    {
        const string Json = """{ "a": { "B": [ { "c": 1 }, [], [2, [3]] ], "d": "" }, "e:f": false, "g": 1e3, "h": {}, "i": null, }""";
        await using var tree = await Subtree.CreateAsync(("x.json", Json));
        using var configuration = tree.Load();
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Json));
        var expected = new ConfigurationBuilder().AddJsonStream(stream).Build();

        CollectionAssert.AreEquivalent(
            expected.AsEnumerable().ToArray(),
            configuration.GetSection("x").AsEnumerable(makePathsRelative: true).Where(key => key.Key.Length > 0).ToArray());
    }

    [TestMethod]
    public async Task Load_ArrayAtTheTop_HasIndexesAsNames()
    {
        await using var tree = await Subtree.CreateAsync(("Hosts.json", """[ "a", { "Port": 1 } ] // a comment could hide what follows"""), ("None.json", "[]"));
        using var configuration = tree.Load();

        Assert.AreEqual("a", configuration["Hosts:0"]);
        Assert.AreEqual("1", configuration["Hosts:1:Port"]);
        CollectionAssert.AreEqual(new[] { "Hosts", "None" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    public async Task Load_EmptyArrayOrObject_BindsAsInsideADocument()
    {
        await using var tree = await Subtree.CreateAsync(("App/Hosts.json", "[]"), ("App/Map.json", "{}"), ("Inside.json", """{ "Hosts": [], "Map": {} }"""));
        using var configuration = tree.Load();

        foreach (var section in new[] { configuration.GetSection("App"), configuration.GetSection("Inside") })
        {
            Assert.IsEmpty(section.GetSection("Hosts").Get<string[]>()!);
            CollectionAssert.AreEqual(new[] { "Hosts", "Map" }, section.GetChildren().Select(child => child.Key).ToArray());
        }
    }

    [TestMethod]
    public async Task Set_DocumentToNoData_IsRejected()
    {
        await using var tree = await Subtree.CreateAsync(("Db.json", """{ "Timeout": 30 }"""));
        using var configuration = tree.Load();

        await tree.SetAsync("Db.json", "");
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual(
            $"The data of znode '{tree.PathOf("Db.json")}' is empty, which is not a valid .json document.", configuration.Status().RejectedReload!.Reason);
    }

    [TestMethod]
    public async Task Load_EmptyDataOfADocument_GoesToItsParser()
    {
        await using var tree = await Subtree.CreateAsync(("Db.lines", ""));
        using var configuration = tree.Load(options => options.Documents.Add(".lines", _ => [KeyValuePair.Create("IsAsked", (string?)"yes")]));

        Assert.AreEqual("yes", configuration["Db:IsAsked"]);
    }

    [TestMethod]
    public async Task Set_OtherSpellingOfAKey_IsAChange()
    {
        await using var tree = await Subtree.CreateAsync(("Users.json", """{ "alice": "1" }"""));
        using var configuration = tree.Load();
        using var reloads = new Reloads(configuration);

        await tree.SetAsync("Users.json", """{ "Alice": "1" }""");

        await Eventually.TrueAsync(() => reloads.Count == 1);
        CollectionAssert.AreEqual(new[] { "Alice" }, configuration.GetSection("Users").GetChildren().Select(section => section.Key).ToArray());
        CollectionAssert.AreEqual(new[] { "Users:Alice" }, configuration.Status().ChangedKeys.ToArray());
    }

    [TestMethod]
    public async Task Load_DocumentWithoutContent_HasNoKeys()
    {
        await using var tree = await Subtree.CreateAsync(("Null.json", null), ("Title", "Shop"));
        using var configuration = tree.Load();

        Assert.AreEqual("Title", configuration.GetChildren().Single().Key);
    }

    [TestMethod]
    public async Task Load_PathThatIsADocument_IsAtTheTop()
    {
        await using var tree = await Subtree.CreateAsync(("app.JSON", """{ "Db": { "Timeout": 30 } }"""), ("app.JSON/Title", "below it"), ("other", "1"));
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("app.JSON"));
        });

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("below it", configuration["Title"]);
        Assert.IsNull(configuration["other"]);

        await tree.SetAsync("app.JSON", """{ "Db": { "Timeout": 60 } }""");
        await Eventually.TrueAsync(() => configuration["Db:Timeout"] == "60");
    }

    [TestMethod]
    public async Task Load_ZnodeNamedAsAnEndingAlone_IsAValue()
    {
        await using var tree = await Subtree.CreateAsync((".json", "text"));
        using var configuration = tree.Load();

        Assert.AreEqual("text", configuration[".json"]);
    }

    [TestMethod]
    public async Task Load_DocumentAgainstZnode_LaterPathWinsWithOneWarningForEachKey()
    {
        await using var tree = await Subtree.CreateAsync(("Db.json", """{ "Timeout": 30, "Pool": 5 }"""), ("Db/Timeout", "60"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        // '/' comes after '.'.
        Assert.AreEqual("60", configuration["Db:Timeout"]);
        Assert.AreEqual("5", configuration["Db:Pool"]);
        Assert.Contains($"using {tree.PathOf("Db/Timeout")}, ignoring {tree.PathOf("Db.json")}", log.Of(CollisionEvent).Single().Text);
    }

    [TestMethod]
    [DataRow("""{ "a": "se-cret }""", "is not valid JSON (line 1, byte")]
    [DataRow("\n{ \"a\": se-cret }", "is not valid JSON (line 2, byte 8)")]
    [DataRow("\"se-cret\"", "is JSON, but neither an object nor an array")]
    [DataRow("""{ "a": "se-cret", "A": "se-cret" }""", "has the key 'A' twice (line 1, byte 24); keys are case-insensitive")]
    [DataRow("""["se-cret" """, "is not valid JSON")]
    [DataRow("""["se-cret"], "y": {}""", "is not valid JSON")]
    [DataRow("""["se-cret"]} {""", "is not valid JSON")]
    [DataRow("\"se-cret\" 1", "is not valid JSON")]
    [DataRow("   ", "is not valid JSON")]
    public async Task Set_MalformedDocument_IsRejectedWithThePlaceAndNoWordOfIt(string malformed, string reason)
    {
        await using var tree = await Subtree.CreateAsync(("Shop.json", """{ "Title": "one" }"""));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        await tree.SetAsync("Shop.json", malformed);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.AreEqual("one", configuration["Shop:Title"]);
        Assert.Contains($"The data of znode '{tree.PathOf("Shop.json")}' {reason}", configuration.Status().RejectedReload!.Reason);
        Assert.DoesNotContain("cret", string.Join('\n', log.Lines));

        await tree.SetAsync("Shop.json", """{ "Title": "two" }""");
        await Eventually.TrueAsync(() => configuration["Shop:Title"] == "two");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Load_DocumentThatIsNotText_FailsBeforeItsParserIsAsked()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Shop.lines", [0x61, 0xFF]);
        var asked = 0;

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.Documents.Add(".lines", _ =>
        {
            asked++;
            return [];
        })));

        Assert.Contains("is not UTF-8 text (at byte 1 of 2)", e.Message);
        Assert.AreEqual(0, asked);
    }

    [TestMethod]
    public async Task Documents_FormatOfTheApplication_IsReadByItsParser()
    {
        await using var tree = await Subtree.CreateAsync(("Db.lines", "\uFEFFTimeout=30\nPool=5"), ("x.prod.lines", "a=1"), ("y.json", "{}"));
        using var configuration = tree.Load(options =>
        {
            options.Documents.Add(".LINES", Lines);
            options.Documents.Add(".prod.lines", _ => [KeyValuePair.Create("Longest", (string?)"yes")]);
        });

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("5", configuration["Db:Pool"]);
        Assert.AreEqual("yes", configuration["x:Longest"]);
    }

    [TestMethod]
    public async Task Documents_WithoutJson_JsonIsText()
    {
        await using var tree = await Subtree.CreateAsync(("Shop.json", "{}"));
        using var configuration = tree.Load(options => options.Documents.Clear());

        Assert.AreEqual("{}", configuration["Shop.json"]);
    }

    [TestMethod]
    public async Task Documents_ParserThatThrows_IsRejectedByTypeAlone()
    {
        await using var tree = await Subtree.CreateAsync(("Db.lines", "Timeout=30"));
        using var configuration = tree.Load(options => options.Documents.Add(".lines", Lines));

        await tree.SetAsync("Db.lines", "se-cret");
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual(
            $"The data of znode '{tree.PathOf("Db.lines")}' cannot be parsed as a .lines document (System.InvalidOperationException).",
            configuration.Status().RejectedReload!.Reason);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Lines(Stream stream)
    {
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line.Split('=') is [var key, var value] ? KeyValuePair.Create(key, (string?)value) : throw new InvalidOperationException(line);
        }
    }
}
