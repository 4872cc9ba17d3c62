using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>The server has lost everything and was filled again before anybody came back: only the zxids can tell.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class WipeTests
{
    private const int WipedEvent = 1004;

    [TestMethod]
    public async Task Wipe_ZxidsAreLowerThanBefore_NewHistoryIsTaken()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await StartedAsync(server);
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(1); // a client that is refused waits for three of them
            options.Connection.LoggerFactory = log;
        });
        var seen = new List<string?>();
        using var reloads = new Reloads(configuration, () => seen.Add(configuration["Title"]));
        var before = configuration.Status().LastZxid;

        server.RefuseConnections = true;
        await server.WipeAsync();
        await server.SetAsync(Filled(tree));
        server.RefuseConnections = false;

        await Eventually.TrueAsync(() => reloads.Count > 0);
        CollectionAssert.AreEqual(new[] { "new" }, seen);
        Assert.IsNull(configuration["Gone"]);
        Assert.AreEqual("1", configuration["Added"]);
        Assert.HasCount(1, log.Of(WipedEvent));
        await Eventually.TrueAsync(() => configuration.Status().LastZxid < before);

        await server.SetAsync(tree.PathOf("Title"), "newer");
        await Eventually.TrueAsync(() => configuration["Title"] == "newer");
    }

    [TestMethod]
    public async Task Wipe_ZxidsHavePassedTheOldOnes_NewHistoryIsTaken()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await StartedAsync(server);
        using var configuration = tree.Load();
        var seen = new List<string?>();
        using var reloads = new Reloads(configuration, () => seen.Add(configuration["Title"]));

        server.RefuseConnections = true;
        await server.WipeAsync();
        await RaiseZxidAsync(server, tree, transactions: 200);
        await server.SetAsync(Filled(tree));
        server.RefuseConnections = false;

        await Eventually.TrueAsync(() => reloads.Count > 0);
        CollectionAssert.AreEqual(new[] { "new" }, seen);
        Assert.IsNull(configuration["Gone"]);
        Assert.AreEqual("1", configuration["Added"]);
    }

    private static async Task<Subtree> StartedAsync(ZooKeeperDevServer server)
    {
        var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "old");
        await tree.SetAsync("Gone", "1");
        await RaiseZxidAsync(server, tree, transactions: 50);
        return tree;
    }

    private static Dictionary<string, string?> Filled(Subtree tree) => new() { [tree.PathOf("Title")] = "new", [tree.PathOf("Added")] = "1" };

    private static async Task RaiseZxidAsync(ZooKeeperDevServer server, Subtree tree, int transactions)
    {
        for (var transaction = 0; transaction < transactions; transaction++)
        {
            await server.SetAsync($"{tree.Path}-elsewhere", $"{transaction}");
        }
    }
}
