using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Two znodes that become one key: the ordinally later path wins, whatever the order of creation or of the server's list.</summary>
[TestClass]
public sealed class CollisionTests
{
    private const int CollisionEvent = 2004;

    [TestMethod]
    [DataRow("Title", "title")]
    [DataRow("title", "Title")]
    public async Task Load_NamesDifferInCase_LaterPathWinsWithOneWarning(string first, string second)
    {
        await using var tree = await Subtree.CreateAsync((first, $"of {first}"), (second, $"of {second}"), ("Other", "1"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.AreEqual("of title", configuration["Title"]);
        CollectionAssert.AreEqual(new[] { "Other", "title" }, configuration.GetChildren().Select(section => section.Key).ToArray());

        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Other"] == "2");
        var warning = log.Of(CollisionEvent).Single();
        Assert.Contains($"using {tree.PathOf("title")}, ignoring {tree.PathOf("Title")}", warning.Text);
        Assert.DoesNotContain("of ", warning.Text);
    }

    [TestMethod]
    public async Task Load_ManySpellings_OrdinallyLastWins()
    {
        string[] spellings = ["tiTLe", "Title", "TITLE", "title", "tITLE", "TitLE", "titlE", "TITle", "tItLe", "TiTlE"];
        await using var tree = await Subtree.CreateAsync([.. spellings.Select(name => (name, (string?)$"of {name}"))]);
        using var configuration = tree.Load();

        Assert.AreEqual("of title", configuration["Title"]);
        Assert.AreEqual("title", configuration.GetChildren().Single().Key);
    }

    [TestMethod]
    public async Task Load_ColonInNameAgainstPath_LaterPathWinsWithOneWarning()
    {
        await using var tree = await Subtree.CreateAsync(("Db:Timeout", "of the name"), ("Db/Timeout", "of the path"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        // ':' comes after '/'.
        Assert.AreEqual("of the name", configuration["Db:Timeout"]);
        Assert.Contains($"using {tree.PathOf("Db:Timeout")}, ", log.Of(CollisionEvent).Single().Text);
    }

    [TestMethod]
    public async Task Delete_WinnerOfCollision_LoserCounts()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "upper"), ("title", "lower"));
        using var configuration = tree.Load();
        Assert.AreEqual("lower", configuration["Title"]);

        await tree.DeleteAsync("title");

        await Eventually.TrueAsync(() => configuration["Title"] == "upper");
    }

    [TestMethod]
    public async Task Load_SameKeyInTwoLayers_IsNoCollision()
    {
        await using var tree = await Subtree.CreateAsync(("common/Title", "common"), ("app/title", "app"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("common"));
            options.Paths.Add(tree.PathOf("app"));
            options.Connection.LoggerFactory = log;
        });

        Assert.AreEqual("app", configuration["Title"]);
        Assert.IsEmpty(log.Of(CollisionEvent));
    }
}
