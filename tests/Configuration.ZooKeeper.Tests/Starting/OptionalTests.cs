using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>An optional source starts without configuration, says so, and catches up.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class OptionalTests
{
    private const int NothingLoadedEvent = 2001;

    private static readonly TimeSpan StartupTimeout = TimeSpan.FromMilliseconds(300);

    [TestMethod]
    public async Task Load_ServerAway_StartsEmptyAndCatchesUp()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        proxy.RefuseConnections = true;
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Optional = true;
            options.StartupTimeout = StartupTimeout;
            options.ConnectionString = proxy.ConnectionString;
            options.Connection.LoggerFactory = log;
        });
        using var reloads = new Reloads(configuration);
        Assert.IsNull(configuration["Title"]);
        Assert.IsTrue(configuration.Status().IsStale);
        Assert.Contains(proxy.ConnectionString, log.Of(NothingLoadedEvent).Single().Text);

        proxy.RefuseConnections = false;

        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.AreEqual("one", configuration["Title"]);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task Load_RootMissing_StartsEmptyAndPicksItUp()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Optional = true;
            options.Connection.LoggerFactory = log;
        });
        using var reloads = new Reloads(configuration);
        Assert.IsNull(configuration["Db:Timeout"]);
        Assert.Contains(tree.Path, log.Of(NothingLoadedEvent).Single().Text);

        await tree.SetAsync("Db/Timeout", "30");

        await Eventually.TrueAsync(() => configuration["Db:Timeout"] == "30" && reloads.Count > 0);
    }

    [TestMethod]
    public async Task Load_ParentsOfRootMissing_PicksItUp()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        using var configuration = tree.Load(options =>
        {
            options.Optional = true;
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("far/below"));
        });

        await tree.SetAsync("far/below/Title", "one");

        await Eventually.TrueAsync(() => configuration["Title"] == "one");
    }

    [TestMethod]
    public async Task AddZooKeeper_ShortForm_PassesOptionalAndReloadOnChange()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        var builder = new ConfigurationBuilder().AddZooKeeper(SharedServer.ConnectionString, tree.Path, optional: true, reloadOnChange: false);
        using var configuration = (ConfigurationRoot)builder.Build();

        Assert.AreEqual(SessionState.Closed, configuration.Status().Session);
        await tree.SetAsync("Title", "one");
        configuration.Reload();
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Follow_ServerWithoutRecursiveWatches_IsFollowedAsAnyOther()
    {
        await using var server = await TestServers.StartWithoutRecursiveWatchesAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        using var configuration = tree.Load(options => options.Optional = true);

        await tree.SetAsync("far/below/Title", "one");
        await Eventually.TrueAsync(() => configuration["far:below:Title"] == "one");
        await tree.SetAsync("far/below/Title", "two");
        await Eventually.TrueAsync(() => configuration["far:below:Title"] == "two");
        Assert.IsNull(configuration.Status().LastError);
    }
}
