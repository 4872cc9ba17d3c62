using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Revisions;

[TestClass]
public sealed class ControlPathTests
{
    private const int ControlPathEvent = 2013;

    [TestMethod]
    public async Task Load_ControlPathBelowThePath_IsLeftOutWithOneWarning()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("control/history/shop/head", "secret"), ("control2", "x"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.ControlPath = tree.PathOf("control");
            options.Connection.LoggerFactory = log;
        });

        await tree.SetAsync("control/history/shop/head", "more");
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");

        CollectionAssert.AreEquivalent(new[] { "Title", "control2" }, configuration.AsEnumerable().Select(key => key.Key).ToArray());
        Assert.Contains(tree.PathOf("control"), log.Of(ControlPathEvent).Single().Text);
    }

    [TestMethod]
    public async Task Load_ControlPathElsewhere_WarnsNothing()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.IsEmpty(log.Of(ControlPathEvent));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("configzk")]
    [DataRow("")]
    public async Task Options_ControlPathThatIsNotAPath_IsRejected(string path)
    {
        await using var tree = await Subtree.CreateAsync();

        var error = Assert.Throws<ArgumentException>(() => tree.Load(options => options.ControlPath = path));

        Assert.StartsWith($"ControlPath is '{path}'", error.Message);
    }
}
