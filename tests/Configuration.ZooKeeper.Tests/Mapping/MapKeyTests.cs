using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

[TestClass]
public sealed class MapKeyTests
{
    [TestMethod]
    public async Task MapKey_Renames_PathsBelowTheLayer()
    {
        await using var tree = await Subtree.CreateAsync(("Db__Timeout", "30"), ("Cache/Size", "5"));
        using var configuration = tree.Load(options =>
            options.MapKey = path => path.Replace("__", "/", StringComparison.Ordinal).Replace("Cache", "Memory:L1", StringComparison.Ordinal));

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("5", configuration["Memory:L1:Size"]);
        Assert.IsNull(configuration["Cache:Size"]);
    }

    [TestMethod]
    public async Task MapKey_Null_DropsBeforeTheDataIsLookedAt()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Logo/Caption", "below a dropped one"));
        await tree.SetAsync("Logo", [0x61, 0xFF]);
        await tree.SetAsync("bad.json", "{");
        using var configuration = tree.Load(options => options.MapKey = path => path is "Logo" or "bad" ? null : path);

        CollectionAssert.AreEquivalent(new[] { "Logo", "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
        Assert.AreEqual("below a dropped one", configuration["Logo:Caption"]);

        await tree.SetAsync("Logo", [0xFF]);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task MapKey_OfADocument_IsAskedForEachKeyAsForTheZnodesItStandsFor()
    {
        await using var tree = await Subtree.CreateAsync(
            ("a.json", """{ "x": { "y": 1 } }"""), ("b.json", """{ "y": 2, "secret": 3 }"""), ("c.json", """{ "z": 3 }"""), ("d.json", "[]"));
        using var configuration = tree.Load(options => options.MapKey = path => path switch
        {
            _ when path.StartsWith("a/", StringComparison.Ordinal) => $"Renamed{path[1..]}",
            "b/secret" => null,
            _ when path.StartsWith("c/", StringComparison.Ordinal) => path[2..],
            "d" => "List",
            _ => path,
        });

        CollectionAssert.AreEquivalent(
            new[] { "Renamed:x:y=1", "b:y=2", "z=3", "List=" },
            configuration.AsEnumerable().Where(key => key.Value is not null).Select(key => $"{key.Key}={key.Value}").ToArray());
    }

    [TestMethod]
    public async Task MapKey_DotsAndDashes_AreMappedInDocumentsToo()
    {
        await using var tree = await Subtree.CreateAsync(("shop.page-title", "1"), ("Db.json", """{ "max-pool": 2, "a.b": { "c": 3 } }"""));
        using var configuration = tree.Load(options => options.MapKey = path => path.Replace('.', '/').Replace("-", "", StringComparison.Ordinal));

        Assert.AreEqual("1", configuration["shop:pagetitle"]);
        Assert.AreEqual("2", configuration["Db:maxpool"]);
        Assert.AreEqual("3", configuration["Db:a:b:c"]);
        CollectionAssert.AreEqual(new[] { "a", "maxpool" }, configuration.GetSection("Db").GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    public async Task MapKey_SameResult_KeepsASlashInAName()
    {
        await using var tree = await Subtree.CreateAsync(("Routes.json", """{ "/health": { "Port": 1 } }"""));
        using var configuration = tree.Load(options => options.MapKey = path => path);

        Assert.AreEqual("1", configuration["Routes:/health:Port"]);
    }

    [TestMethod]
    public async Task MapKey_TwoZnodesToOneKey_LaterPathWins()
    {
        await using var tree = await Subtree.CreateAsync(("a", "of a"), ("b", "of b"));
        using var configuration = tree.Load(options => options.MapKey = _ => "Same");

        Assert.AreEqual("of b", configuration["same"]);
    }

    [TestMethod]
    public async Task MapKey_OfTheLayerItself_IsNotAsked()
    {
        await using var tree = await Subtree.CreateAsync(("app.json", """{ "x": 1 }"""));
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("app.json"));
            options.MapKey = path => path.Length == 0 ? null : path.ToUpperInvariant();
        });

        CollectionAssert.AreEqual(new[] { "X" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    public async Task MapKey_EmptyForAValue_Fails()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.MapKey = _ => ""));

        Assert.Contains($"'{tree.PathOf("Title")}' has no key: MapKey returned an empty path", e.Message);
    }

    [TestMethod]
    [DataRow("Title", "one")]
    [DataRow("Shop.json", """{ "Title": "one" }""")]
    [DataRow("Shop.json", "{}")]
    public async Task MapKey_StartsWithASlash_Fails(string name, string data)
    {
        await using var tree = await Subtree.CreateAsync((name, data));
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.MapKey = path => $"/{path}"));

        Assert.Contains($"'{tree.PathOf(name)}' has no key: MapKey returned a path that starts with a slash", e.Message);
    }

    [TestMethod]
    public async Task MapKey_Throws_FailsByTypeAlone()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(
            () => tree.Load(options => options.MapKey = _ => throw new InvalidOperationException("se-cret")));

        Assert.Contains($"'{tree.PathOf("Title")}' has no key: MapKey threw System.InvalidOperationException", e.Message);
        Assert.DoesNotContain("se-cret", e.ToString());
    }

    [TestMethod]
    public async Task MapKey_OneZnodeChanges_OthersAreNotMappedAgain()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"), ("Skipped", "1"), ("Db.json", """{ "a": 1, "b": 2, "c": 3 }"""));
        var asked = new ConcurrentQueue<string>();
        using var configuration = tree.Load(options => options.MapKey = below =>
        {
            asked.Enqueue(below.Split('/')[0]);
            return below is "Skipped" or "Db/b" ? null : below;
        });
        foreach (var (znode, value) in new[] { ("Skipped", "2"), ("Db.json", """{ "b": 2 }"""), ("Title", "two") })
        {
            asked.Clear();
            await tree.SetAsync(znode, value);
            await Eventually.TrueAsync(() => !asked.IsEmpty);
            configuration.Reload();
            CollectionAssert.AreEqual(new[] { znode.Split('.')[0] }, asked.Distinct().ToArray());
        }

        Assert.AreEqual("two", configuration["Title"]);
        Assert.IsFalse(configuration.GetSection("Db").Exists());
    }

    [TestMethod]
    public async Task MapKey_FailsForWhatItTookBefore_IsMappedAnewWhenItIsGone()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Old/Title", "old"));
        var isOldRefused = false;
        using var configuration = tree.Load(options =>
            options.MapKey = path => path.StartsWith("Old/", StringComparison.Ordinal) && isOldRefused ? throw new InvalidOperationException() : path);
        Assert.AreEqual("old", configuration["Old:Title"]);

        isOldRefused = true;
        await tree.DeleteAsync("Old/Title");
        await tree.SetAsync("Title", "two");

        await Eventually.TrueAsync(() => configuration["Title"] == "two" && configuration["Old:Title"] is null);
        Assert.IsNull(configuration.Status().RejectedReload);
        CollectionAssert.AreEqual(new[] { "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    public async Task MapKey_OtherResultThanBefore_NoFormerKeyStays()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        var suffix = "";
        using var configuration = tree.Load(options => options.MapKey = path => path + suffix);

        suffix = "Now";
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["TitleNow"] == "two");

        CollectionAssert.AreEqual(new[] { "OtherNow", "TitleNow" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Load_ParserReturnsANullKey_IsMalformed(bool isMapped)
    {
        await using var tree = await Subtree.CreateAsync(("Db.keys", "se-cret"));
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options =>
        {
            options.MapKey = isMapped ? path => path : null;
            options.Documents.Add(".keys", _ => [KeyValuePair.Create((string)null!, (string?)"se-cret")]);
        }));

        Assert.Contains($"'{tree.PathOf("Db.keys")}' cannot be used: its parser returned a key that is null", e.Message);
        Assert.DoesNotContain("se-cret", e.ToString());
    }
}
