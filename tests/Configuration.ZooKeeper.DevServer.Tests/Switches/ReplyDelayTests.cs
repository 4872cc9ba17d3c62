using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>Everything the server says comes late: events, replies, the answer to the handshake.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class ReplyDelayTests
{
    [TestMethod]
    public async Task Load_WhileWritten_NoWriteIsLost()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Count", "0");
        server.ReplyDelay = TimeSpan.FromMilliseconds(100);

        var loading = Task.Run(() => tree.Load(options => options.MinReloadInterval = TimeSpan.Zero));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var writes = 0;
        while (!loading.IsCompleted)
        {
            await server.SetAsync(new Dictionary<string, string?> { [tree.PathOf("Count")] = $"{++writes}", [tree.PathOf($"Section{writes}/Key")] = "1" });
            await pace.WaitForNextTickAsync();
        }

        using var configuration = await loading;
        await Eventually.TrueAsync(() => configuration["Count"] == $"{writes}");
        Assert.IsGreaterThan(10, writes);
        Assert.HasCount(writes + 1, configuration.GetChildren());
    }

    [TestMethod]
    public async Task Load_LaterThanTheStartupTimeout_NamesTheServer()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        server.ReplyDelay = TimeSpan.FromHours(1);

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.StartupTimeout = TimeSpan.FromMilliseconds(500)));

        Assert.Contains("within 0.5 s", e.Message);
        Assert.Contains(server.ConnectionString, e.Message);
    }

    [TestMethod]
    public async Task Follow_LaterThanTheSession_KeepsValuesAndCatchesUp()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options => options.Connection.SessionTimeout = TimeSpan.FromSeconds(1));

        server.ReplyDelay = TimeSpan.FromHours(1);
        await server.SetAsync(tree.PathOf("Title"), "two");
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: true, Session: not SessionState.Connected });
        Assert.AreEqual("one", configuration["Title"]);

        server.ReplyDelay = TimeSpan.Zero;
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false, Session: SessionState.Connected });
    }
}
