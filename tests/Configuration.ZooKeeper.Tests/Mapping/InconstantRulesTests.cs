using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Delegates that break their promise to return the same result: the last result counts for every znode that changes.</summary>
[TestClass]
public sealed class InconstantRulesTests
{
    private const int CollisionEvent = 2004;
    private const int SkippedEvent = 2008;

    [TestMethod]
    [DataRow("Title", "one", "Title", false)]
    [DataRow("Title", "one", "Title", true)]
    [DataRow("Db.json", """{ "Size": 1, "Timeout": 2 }""", "Db/Timeout", false)]
    [DataRow("Db.json", """{ "Size": 1, "Timeout": 2 }""", "Db", false)]
    [DataRow("Db.json", """{ "Size": 1, "Timeout": 2 }""", "Db", true)]
    public async Task MapKey_NullForAFormerKey_KeyGoes(string znode, string data, string path, bool isDeleted)
    {
        await using var tree = await Subtree.CreateAsync((znode, data), ("Other", "1"));
        var isSkipped = false;
        using var configuration = tree.Load(options => options.MapKey = below => isSkipped && below == path ? null : below);
        Assert.HasCount(znode == "Title" ? 2 : 3, Values(configuration));

        isSkipped = true;
        await (isDeleted ? tree.DeleteAsync(znode) : tree.SetAsync(znode, data));
        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Other"] == "2");

        CollectionAssert.AreEqual(path == "Db/Timeout" ? ["Db:Size=1", "Other=2"] : new[] { "Other=2" }, Values(configuration));
    }

    [TestMethod]
    public async Task MapKey_NullUntilLater_KeyComesAndGoes()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        var isSkipped = true;
        using var configuration = tree.Load(options => options.MapKey = below => isSkipped && below == "Title" ? null : below);
        foreach (var round in Enumerable.Range(0, 4))
        {
            isSkipped = !isSkipped;
            await tree.SetAsync("Title", $"{round}");
            await tree.SetAsync("Other", $"of {round}");
            await Eventually.TrueAsync(() => configuration["Other"] == $"of {round}");
            Assert.AreEqual(isSkipped ? null : $"{round}", configuration["Title"]);
        }
    }

    [TestMethod]
    public async Task Parser_FewerKeysThanBefore_OthersGo()
    {
        await using var tree = await Subtree.CreateAsync(("Db.keys", "one"), ("Other", "1"));
        string[] keys = ["Size", "Timeout"];
        using var configuration = tree.Load(options => options.Documents.Add(".keys", _ => keys.Select(key => KeyValuePair.Create(key, (string?)"1"))));

        keys = ["Size"];
        await tree.SetAsync("Db.keys", "two");
        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Other"] == "2");

        CollectionAssert.AreEqual(new[] { "Db:Size=1", "Other=2" }, Values(configuration));
    }

    [TestMethod]
    public async Task SelectDocument_NoLongerADocument_ItsKeysGo()
    {
        await using var tree = await Subtree.CreateAsync(("Db", """{ "Size": 1 }"""), ("Other", "1"));
        var ending = ".json";
        using var configuration = tree.Load(options => options.SelectDocument = below => below == "Db" ? ending : null);

        ending = "";
        await tree.SetAsync("Db", "text");
        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Other"] == "2");

        CollectionAssert.AreEqual(new[] { "Db=text", "Other=2" }, Values(configuration));
    }

    [TestMethod]
    public async Task MapKey_OtherResult_OnlyNewCollisionsAreLogged()
    {
        await using var tree = await Subtree.CreateAsync(("a", "1"), ("b", "2"), ("A", "3"));
        var log = new RecordingLogging();
        var isSame = false;
        using var configuration = tree.Load(options =>
        {
            options.MapKey = below => isSame && below is "b" ? "a" : below;
            options.Connection.LoggerFactory = log;
        });
        Assert.HasCount(1, log.Of(CollisionEvent));

        isSame = true;
        await tree.SetAsync("b", "4");
        await Eventually.TrueAsync(() => configuration["a"] == "4");

        Assert.Contains($"using {tree.PathOf("b")}, ignoring {tree.PathOf("a")}", log.Of(CollisionEvent).Skip(1).Single().Text);
    }

    // Comparing each collision with all others of its key would take minutes.
    [TestMethod]
    public async Task MapKey_OtherResultAndManyCollisionsOfOneKey_DoesNotTakeLong()
    {
        await using var tree = await Subtree.CreateAsync(("Other", "1"));
        foreach (var numbers in Enumerable.Range(0, 30_000).Chunk(5_000))
        {
            await tree.Client.MultiAsync(numbers.Aggregate(new Multi(), (multi, number) => multi.Create(tree.PathOf($"{number}"), "1"u8.ToArray())));
        }

        var suffix = "";
        using var configuration = tree.Load(options => options.MapKey = below => below == "Other" ? below + suffix : "All");

        suffix = "s";
        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Others"] == "2");
    }

    [TestMethod]
    public async Task MapKey_OtherResult_WarnsOfTheChangedZnode()
    {
        await using var tree = await Subtree.CreateAsync(("a", "1"), ("b", "2"));
        var log = new RecordingLogging();
        var suffix = "";
        using var configuration = tree.Load(options =>
        {
            options.MapKey = below => below == "a" ? below + suffix : below;
            options.Connection.LoggerFactory = log;
        });

        suffix = string.Concat(Enumerable.Repeat("/x", 200));
        await tree.SetAsync("a", "3");
        await Eventually.TrueAsync(() => configuration["a"] is null);

        Assert.Contains(tree.PathOf("a"), log.Of(SkippedEvent).Single().Text);
    }

    private static string[] Values(IConfiguration configuration) =>
        [.. configuration.AsEnumerable().Where(key => key.Value is not null).Select(key => $"{key.Key}={key.Value}").Order(StringComparer.Ordinal)];
}
