using System.Text;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>A key with very many levels is skipped with a warning: one foreign znode must not stop an application.</summary>
[TestClass]
public sealed class KeyDepthTests
{
    private const int MaxLevels = 128;
    private const int SkippedEvent = 2008;

    [TestMethod]
    public async Task Load_NameOfVeryManyColons_IsSkippedWithOneWarning()
    {
        var name = "a" + new string(':', 60_000);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), (name, "s3cret"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual("Title", configuration.AsEnumerable().Single().Key);
        Assert.AreEqual("Title", configuration.GetChildren().Single().Key);

        await tree.SetAsync(name, "s3cret, again");
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        var warning = log.Of(SkippedEvent).Single().Text;
        Assert.StartsWith($"Skipped 1 key of the znode '{tree.PathOf("a:::")}", warning);
        Assert.IsLessThan(1000, warning.Length);
        Assert.DoesNotContain("s3cret", warning);

        await tree.DeleteAsync(name);
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three");
    }

    [TestMethod]
    public async Task Load_DocumentKeyOfVeryManyColons_OthersOfTheDocumentStay()
    {
        await using var tree = await Subtree.CreateAsync(("Shop.json", $$"""{ "{{new string(':', 500_000)}}": 1, "Title": "one", "a{{new string(':', 200)}}": 2 }"""));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.AreEqual("one", configuration["Shop:Title"]);
        Assert.Contains($"Skipped 2 keys of the znode '{tree.PathOf("Shop.json")}'", log.Of(SkippedEvent).Single().Text);
    }

    [TestMethod]
    public async Task Load_AsManyLevelsAsAllowed_AreListedAndEnumerated()
    {
        await using var tree = await Subtree.CreateAsync(($"{NameOf(MaxLevels)}", "deepest"), ($"{NameOf(MaxLevels + 1)}", "too deep"));
        using var configuration = tree.Load();

        Assert.AreEqual("deepest", configuration[NameOf(MaxLevels)]);
        Assert.AreEqual(MaxLevels, configuration.AsEnumerable().Count());
        Assert.IsEmpty(configuration.GetSection(NameOf(MaxLevels)).GetChildren());

        await tree.DeleteAsync(NameOf(MaxLevels));
        await Eventually.TrueAsync(() => !configuration.AsEnumerable().Any());
    }

    [TestMethod]
    public async Task Load_SectionOption_CountsAsLevels()
    {
        await using var tree = await Subtree.CreateAsync(($"{NameOf(MaxLevels)}", "too deep"), ($"{NameOf(MaxLevels - 1)}", "deepest"));
        using var configuration = tree.Load(options => options.Section = "Shop");

        Assert.AreEqual("deepest", configuration[$"Shop:{NameOf(MaxLevels - 1)}"]);
        Assert.IsNull(configuration[$"Shop:{NameOf(MaxLevels)}"]);
    }

    [TestMethod]
    public void Restore_KeyOfVeryManyLevels_IsSkipped() =>
        Assert.AreEqual(1, KeyIndex.Of([KeyValuePair.Create(NameOf(MaxLevels + 1), (string?)"x"), KeyValuePair.Create("Title", (string?)"one")]).Count);

    [TestMethod]
    public void Set_KeyOfVeryManyLevels_Throws()
    {
        var source = new Validation.OfflineSource(("Title", "one"));

        var exception = Assert.ThrowsExactly<ArgumentException>(() => source.Configuration[NameOf(MaxLevels + 1)] = "x");

        Assert.Contains("128 levels", exception.Message);
    }

    private static string NameOf(int levels) => new StringBuilder().Insert(0, "a:", levels - 1).Append('a').ToString();
}
