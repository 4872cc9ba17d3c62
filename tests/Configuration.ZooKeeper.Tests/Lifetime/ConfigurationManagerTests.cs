using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary><c>builder.Configuration</c> builds all its sources again whenever one is inserted or the base path is set.</summary>
[TestClass]
public sealed class ConfigurationManagerTests
{
    private readonly OwnSessions _sessions = new();

    [TestMethod]
    public async Task Rebuild_EveryWay_KeepsOneSessionAndFollows()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        var session = (await _sessions.ConnectedAsync()).Single();
        using var reloads = new Reloads(manager);

        RebuildEveryWay(manager);

        Assert.IsGreaterThan(0, reloads.Count);
        Assert.AreEqual("one", manager["Title"]);
        CollectionAssert.AreEqual(new[] { session }, (await _sessions.ConnectedAsync()).ToArray());

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => manager["Title"] == "two");
    }

    [TestMethod]
    public async Task Rebuild_EveryWay_OpensNoSecondSessionNotEvenForAMoment()
    {
        await using var server = await TestServers.StartAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        var before = await NextSessionIdAsync(server);

        using (var manager = new ConfigurationManager())
        {
            manager.AddZooKeeper(tree.Options());
            RebuildEveryWay(manager);
            Assert.AreEqual("one", manager["Title"]);
        }

        // A server numbers its sessions; one of them was ours.
        Assert.AreEqual(before + 2, await NextSessionIdAsync(server));
    }

    [TestMethod]
    public async Task Rebuild_WhileServerIsAway_DoesNotWaitAndKeepsValues()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.StartupTimeout = TimeSpan.FromMinutes(2);
        }));
        proxy.RefuseConnections = true;
        proxy.DropConnections();

        var started = TimeProvider.System.GetTimestamp();
        RebuildEveryWay(manager);

        Assert.IsLessThan(TimeSpan.FromMinutes(1), TimeProvider.System.GetElapsedTime(started));
        Assert.AreEqual("one", manager["Title"]);
    }

    [TestMethod]
    public async Task Rebuild_WhileRead_ValuesNeverVanish()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options());
        using var done = new CancellationTokenSource();
        var misses = 0;
        var reading = Task.Factory.StartNew(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    misses += manager["Title"] is null ? 1 : 0;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var round = 0; round < 20; round++)
        {
            RebuildEveryWay(manager);
            await tree.SetAsync("Other", $"{round}");
        }

        await done.CancelAsync();
        await reading;
        Assert.AreEqual(0, misses);
    }

    [TestMethod]
    public async Task Change_AfterRebuild_FiresOnceForEachListener()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options());
        RebuildEveryWay(manager);
        using var reloads = new Reloads(manager);

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 0);
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => reloads.Count > 1);

        Assert.AreEqual(2, reloads.Count);
    }

    [TestMethod]
    public async Task Remove_Source_ClosesSession()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        var session = (await _sessions.ConnectedAsync()).Single();

        ((IConfigurationBuilder)manager).Sources.Clear();

        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(session));
        Assert.IsNull(manager["Title"]);
    }

    [TestMethod]
    public async Task Rebuild_InsideAListener_KeepsOneSessionAndFollows()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        var isRebuilt = false;
        using var reloads = new Reloads(manager, () =>
        {
            if (!Interlocked.Exchange(ref isRebuilt, true))
            {
                manager.SetBasePath(Path.GetTempPath());
            }
        });

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => manager["Title"] == "two" && reloads.Count >= 2);
        await tree.SetAsync("Title", "three");

        await Eventually.TrueAsync(() => manager["Title"] == "three");
        Assert.HasCount(1, await _sessions.ConnectedAsync());
    }

    [TestMethod]
    public async Task Insert_SourceThatWasRemoved_FollowsAgain()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options());
        var sources = ((IConfigurationBuilder)manager).Sources;
        var source = sources[^1];

        sources.Remove(source);
        Assert.IsNull(manager["Title"]);
        sources.Insert(0, source);
        Assert.AreEqual("one", manager["Title"]);

        using var reloads = new Reloads(manager);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => manager["Title"] == "two" && reloads.Count > 0);
        Assert.IsFalse(manager.Status().IsStale);
    }

    [TestMethod]
    public async Task AddZooKeeper_ManagerIsDisposed_LeavesNoSession()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var manager = new ConfigurationManager();
        manager.Dispose();

        Assert.ThrowsExactly<ObjectDisposedException>(() => manager.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection))));

        await Eventually.TrueAsync(async () => (await _sessions.ConnectedAsync()).Count == 0);
    }

    [TestMethod]
    public async Task Dispose_AfterRebuilds_ClosesSession()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var manager = new ConfigurationManager();
        manager.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        RebuildEveryWay(manager);
        var session = (await _sessions.ConnectedAsync()).Single();

        manager.Dispose();

        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(session));
    }

    [TestMethod]
    public async Task Build_SourceTwice_SharesSessionUntilBothAreDisposed()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var builder = new ConfigurationBuilder().AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
        var first = (ConfigurationRoot)builder.Build();
        var second = (ConfigurationRoot)builder.Build();
        var session = (await _sessions.ConnectedAsync()).Single();

        first.Dispose();
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => second["Title"] == "two");

        second.Dispose();
        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(session));
    }

    private static async Task<long> NextSessionIdAsync(ITestServer server)
    {
        await using var session = await RawSession.ConnectAsync(server.Port, TimeSpan.FromSeconds(10));
        await session.CloseSessionAsync();
        return session.SessionId;
    }

    private static void RebuildEveryWay(ConfigurationManager manager)
    {
        var sources = ((IConfigurationBuilder)manager).Sources;
        manager.SetBasePath(Path.GetTempPath());
        sources.Insert(0, new MemoryConfigurationSource());
        manager.AddInMemoryCollection([KeyValuePair.Create("Unrelated", (string?)"1")]);
        sources.RemoveAt(sources.Count - 1);
        ((IConfigurationBuilder)manager).Properties["any"] = "thing";
    }
}
