using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

[TestClass]
[TestCategory("EveryRelease")]
public sealed class ReconnectTests
{
    [TestMethod]
    public async Task DropConnections_SeveralTimes_EachTimeFollowedAgain()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);

        for (var reconnect = 1; reconnect <= 5; reconnect++)
        {
            proxy.DropConnections();
            await tree.SetAsync("Title", $"{reconnect}");
            await tree.SetAsync($"Section{reconnect}/Key", "1");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{reconnect}" && configuration[$"Section{reconnect}:Key"] == "1");
        }
    }

    [TestMethod]
    public async Task Outage_ValuesStayAndStaleIsReported_ThenCatchesUp()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Gone", "soon"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        using var reloads = new Reloads(configuration);
        Assert.IsFalse(configuration.Status().IsStale);

        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: true, Session: SessionState.Disconnected });
        await tree.SetAsync("Title", "two");
        await tree.DeleteAsync("Gone");
        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual("soon", configuration["Gone"]);
        Assert.AreEqual(0, reloads.Count);

        proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => configuration["Title"] == "two" && configuration["Gone"] is null);
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false, Session: SessionState.Connected } && reloads.Count > 0);
        Assert.AreEqual(1, reloads.Count);
    }

    [TestMethod]
    public async Task Outage_NothingChanged_IsNoReload()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        var seen = new List<string?>();
        using var reloads = new Reloads(configuration, () => seen.Add(configuration["Other"]));

        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().IsStale);
        proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => !configuration.Status().IsStale);
        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => reloads.Count > 0);

        CollectionAssert.AreEqual(new[] { "2" }, seen);
    }

    [TestMethod]
    public async Task SessionExpiry_OptionsMonitor_Follows()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var sessions = new OwnSessions(atLeast: TimeSpan.FromSeconds(1));
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            sessions.Mark(options.Connection);
        });
        using var services = new ServiceCollection().Configure<Shop>(configuration).AddZooKeeperConfiguration().BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Shop>>();
        var announced = "";
        using var listening = monitor.OnChange(shop => announced = shop.Title);
        Assert.AreEqual("one", monitor.CurrentValue.Title);

        // So short a session may have lost its connection on a busy machine, and then has another one soon.
        var first = await OnlyAsync(sessions);
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(first));
        await tree.SetAsync("Title", "two");
        proxy.RefuseConnections = false;

        await Eventually.TrueAsync(() => announced == "two");
        Assert.AreEqual("two", monitor.CurrentValue.Title);
        Assert.AreNotEqual(first, await OnlyAsync(sessions));

        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => announced == "three");
    }

    private static async Task<long> OnlyAsync(OwnSessions sessions)
    {
        IReadOnlyList<long> connected = [];
        await Eventually.TrueAsync(async () => (connected = await sessions.ConnectedAsync()).Count == 1);
        return connected[0];
    }

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
