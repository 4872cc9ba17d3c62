using Configuration.ZooKeeper.Tests.Starting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Ensemble;

/// <summary>Of three servers two are away. The third one may serve those who read.</summary>
[TestClass]
public sealed class ReadOnlyTests
{
    private static ZooKeeperEnsemble Servers = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => Servers = await ZooKeeperEnsemble.StartAsync(
        new ZooKeeperServerOptions
        {
            JavaArguments = ["-Dreadonlymode.enabled=true"],
            ExtraConfiguration = new Dictionary<string, string> { ["localSessionsEnabled"] = "true", ["localSessionsUpgradingEnabled"] = "true" },
        },
        context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await Servers.DisposeAsync();

    [TestInitialize]
    public Task AllRunAsync() => RestoreAsync();

    [TestMethod]
    public async Task Load_QuorumIsLost_LoadsAndFollowsAfterTheMove()
    {
        await using var tree = await CreateAsync();
        await LoseQuorumAsync();
        using var configuration = tree.Load(AllowReadOnly);
        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual(SessionState.ConnectedReadOnly, configuration.Status().Session);
        var health = await CheckAsync(configuration);
        Assert.AreEqual(HealthStatus.Degraded, health.Status);
        Assert.Contains("which is read-only because it has no quorum", health.Description!);

        configuration.Reload();
        Assert.IsNull(configuration.Status().LastError);
        Assert.AreEqual("one", configuration["Title"]);

        using var reloads = new Reloads(configuration);
        await RestoreAsync();
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two" && reloads.Count > 0);
        Assert.AreEqual(SessionState.Connected, configuration.Status().Session);
        await Eventually.TrueAsync(async () => (await CheckAsync(configuration)).Status == HealthStatus.Healthy);
        Assert.AreEqual(1, reloads.Count, "the move alone is no change");
    }

    [TestMethod]
    public async Task Follow_QuorumIsLostAndFound_LastGoodStaysThroughout()
    {
        await using var tree = await CreateAsync();
        using var configuration = tree.Load(AllowReadOnly);
        using var reloads = new Reloads(configuration);
        Assert.AreEqual(SessionState.Connected, configuration.Status().Session);
        var zxid = configuration.Status().LastZxid;

        await LoseQuorumAsync();
        await WhileAsync(() => configuration.Status() is { Session: SessionState.ConnectedReadOnly, IsStale: false });
        await RestoreAsync();
        await WhileAsync(() => configuration.Status() is { Session: SessionState.Connected, IsStale: false });
        Assert.AreEqual(0, reloads.Count);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");

        Task WhileAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
        {
            Assert.AreEqual("one", configuration["Title"]);
            Assert.IsGreaterThanOrEqualTo(zxid, configuration.Status().LastZxid);
            zxid = configuration.Status().LastZxid;
            return condition();
        });
    }

    [TestMethod]
    public async Task Load_WithoutTheOption_IsUnreachable()
    {
        await using var tree = await CreateAsync();
        await LoseQuorumAsync();
        using var allowing = tree.Load(AllowReadOnly);

        var e = await FailedLoad.OfAsync(tree, _ => { }, step: TimeSpan.FromMilliseconds(50));

        Assert.Contains($"{Servers.Servers[0].ConnectionString}: it accepted the connection and closed it without an answer", e.Message);
    }

    private static void AllowReadOnly(ZooKeeperConfigurationOptions options)
    {
        options.Connection.AllowReadOnly = true;
        options.StartupTimeout = TimeSpan.FromSeconds(30);
    }

    // The one that is left must have seen it: only then it serves those who have.
    private static async Task<Subtree> CreateAsync()
    {
        var tree = await Subtree.NewAsync(Servers.ConnectionString);
        await tree.SetAsync("Title", "one");
        await using var survivors = await ZooKeeperClient.ConnectAsync(Servers.Servers[0].ConnectionString);
        await survivors.SyncAsync();
        return tree;
    }

    private static async Task LoseQuorumAsync()
    {
        await Task.WhenAll(Servers.Servers.Skip(1).Select(server => server.KillAsync()));
        await Eventually.TrueAsync(Servers.Servers[0].IsReadOnlyAsync);
    }

    private static async Task RestoreAsync()
    {
        await Task.WhenAll(Servers.Servers.Where(server => !server.IsRunning).Select(server => server.StartAgainAsync()));
        await Eventually.TrueAsync(Servers.Servers[0].IsReadWriteAsync);
    }

    private static async Task<HealthReportEntry> CheckAsync(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddSingleton(configuration).AddLogging();
        services.AddHealthChecks().AddZooKeeperConfiguration();
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["zookeeper-configuration"];
    }
}
