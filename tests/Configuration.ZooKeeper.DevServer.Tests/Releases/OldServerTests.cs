using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Releases;

/// <summary>A server before 3.6 has no recursive watches: it is followed all the same, and so is a change to one and from one.</summary>
[TestClass]
public sealed class OldServerTests
{
    private const int NoRecursiveWatches = 1206;
    private const int ClosedSession = 1007;

    [TestMethod]
    public async Task Dispose_ManyWatches_LeavesThemToTheEndOfTheSession()
    {
        await using var server = await TestServers.StartDevServerAsync(ZooKeeperRelease.V35);
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        foreach (var key in Enumerable.Range(0, 100))
        {
            await tree.SetAsync($"Key{key}", "value");
        }

        var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        proxy.ResetCounters();

        configuration.Dispose();

        await Eventually.TrueAsync(() => proxy.ConnectionCount == 0);
        Assert.AreEqual(1, proxy.RequestCount, "closeSession removes all watches");
    }

    [TestMethod]
    public async Task Load_ServerBefore36_LoadsAndFollowsAlsoAfterTheUpgrade()
    {
        await using var server = await TestServers.StartDevServerAsync(ZooKeeperRelease.V35);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual($"{server.ConnectionString} has no recursive watches. The mirror sets one-shot watches on every znode", log.Of(NoRecursiveWatches).Single().Text);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.IsNull(configuration.Status().LastError);

        await server.RestartAsync(ZooKeeperRelease.V38);
        await server.SetAsync(tree.PathOf("Title"), "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three");
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false, Session: SessionState.Connected });

        configuration.Dispose();
        Assert.HasCount(1, log.Of(ClosedSession));
    }

    [TestMethod]
    public async Task Follow_ServerIsDowngraded_GoesOn()
    {
        await using var server = await TestServers.StartDevServerAsync(ZooKeeperRelease.V39);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load();

        await server.RestartAsync(ZooKeeperRelease.V35);
        await server.SetAsync(tree.PathOf("Title"), "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        await server.SetAsync(tree.PathOf("Title"), "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three");

        await server.RestartAsync(ZooKeeperRelease.V39);
        await server.SetAsync(tree.PathOf("Title"), "four");
        await Eventually.TrueAsync(() => configuration["Title"] == "four");
    }
}
