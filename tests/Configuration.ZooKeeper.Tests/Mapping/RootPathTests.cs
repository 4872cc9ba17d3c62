using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>The path <c>/</c>: on a server of its own, because there it is everybody's.</summary>
[TestClass]
public sealed class RootPathTests
{
    [TestMethod]
    public async Task Load_Root_MapsAllButZooKeepersOwn()
    {
        await using var server = await TestServers.StartAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        var top = tree.Path[1..];
        await tree.Client.CreateAsync(tree.Path, "1"u8.ToArray());
        await tree.SetAsync("zookeeper", "not theirs");
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add("/");
        });

        Assert.AreEqual("1", configuration[top]);
        Assert.AreEqual("not theirs", configuration[$"{top}:zookeeper"]);

        await tree.SetAsync("Db/Timeout", "30");
        await Eventually.TrueAsync(() => configuration[$"{top}:Db:Timeout"] == "30");
        CollectionAssert.AreEqual(new[] { top }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }
}
