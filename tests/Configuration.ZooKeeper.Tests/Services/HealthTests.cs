using Configuration.ZooKeeper.Tests.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

[TestClass]
public sealed class HealthTests
{
    [TestMethod]
    public async Task Check_UpToDate_IsHealthyAndTellsOfEachSource()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "se-cret"));
        using var configuration = tree.Load();
        var entry = await CheckAsync(configuration);

        Assert.AreEqual(HealthStatus.Healthy, entry.Status);
        Assert.Contains("1 key, session Connected", (string)entry.Data[$"0: {tree.Path}"]);
    }

    [TestMethod]
    public async Task Check_NoSource_IsHealthy() =>
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(new ConfigurationBuilder().Build())).Status);

    [TestMethod]
    [DataRow(HealthStatus.Degraded)]
    [DataRow(HealthStatus.Unhealthy)]
    public async Task Check_Rejected_HasTheChosenStatusAndTheReasonUntilHealed(HealthStatus failure)
    {
        await using var tree = await Subtree.CreateAsync(("Shop.json", "{}"));
        using var configuration = tree.Load();
        await tree.SetAsync("Shop.json", "se-cret");
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        var entry = await CheckAsync(configuration, failure);
        Assert.AreEqual(failure, entry.Status);
        Assert.Contains($"{tree.Path}: rejected the latest reload. The last good configuration stays in effect. The data of znode '{tree.PathOf("Shop.json")}' is not valid JSON", entry.Description!);
        Assert.Contains($"Changed znodes (1): {tree.PathOf("Shop.json")}.", entry.Description!);
        Assert.DoesNotContain("cret", entry.Description!);

        await tree.SetAsync("Shop.json", "{}");
        await Eventually.TrueAsync(async () => (await CheckAsync(configuration)).Status == HealthStatus.Healthy);
    }

    [TestMethod]
    public async Task Check_ZnodeBecomesUnreadable_IsDegradedAndNamesIt()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Vault", "hidden"));
        using var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), [Acl.Digest(Permissions.All, "somebody", "else")]);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status() is { StalePaths.Count: 1, IsStale: false });

        var entry = await CheckAsync(configuration);

        Assert.AreEqual(HealthStatus.Degraded, entry.Status);
        Assert.Contains($"last known values of {tree.PathOf("Vault")}", entry.Description!);
    }

    [TestMethod]
    public async Task Check_ValidationDoesNotReturn_IsDegradedUntilItDoes()
    {
        using var go = new ManualResetEventSlim();
        using var isEntered = new ManualResetEventSlim();
        var time = new ManualTime();
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options =>
        {
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.TimeProvider = time;
        });
        using var host = await ValidatedHost.StartAsync(configuration, shop => shop.Validate(options =>
        {
            if (options.Title == "two")
            {
                isEntered.Set();
                go.Wait(TimeSpan.FromMinutes(1));
            }

            return true;
        }));
        await tree.SetAsync("Title", "two");
        Assert.IsTrue(isEntered.Wait(TimeSpan.FromMinutes(1)));
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(configuration)).Status);

        time.Advance(TimeSpan.FromSeconds(5.1));

        var entry = await CheckAsync(configuration);
        Assert.AreEqual(HealthStatus.Degraded, entry.Status);
        Assert.Contains($"{tree.Path}: pending changes, which are neither in effect nor rejected", entry.Description!);
        go.Set();
        await Eventually.TrueAsync(async () => (await CheckAsync(configuration)).Status == HealthStatus.Healthy);
        Assert.AreEqual("two", configuration["Title"]);
    }

    [TestMethod]
    public async Task Check_ServerAway_IsDegradedUntilItIsBack()
    {
        await using var server = await TestServers.StartAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.Client.CreateAsync(tree.Path);
        using var configuration = tree.Load();
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(configuration)).Status);

        await server.KillAsync();
        await Eventually.TrueAsync(async () => (await CheckAsync(configuration)).Status == HealthStatus.Degraded);
        Assert.Contains($"{tree.Path}: stale (session", (await CheckAsync(configuration)).Description!);

        await server.StartAgainAsync();
        await Eventually.TrueAsync(async () => (await CheckAsync(configuration)).Status == HealthStatus.Healthy);
    }

    [TestMethod]
    public async Task Check_ChangesNotFollowed_IsHealthyWithoutASession()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.ReloadOnChange = false);

        Assert.IsFalse(configuration.Status().IsFollowed);
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(configuration)).Status);
    }

    private static async Task<HealthReportEntry> CheckAsync(IConfiguration configuration, HealthStatus failure = HealthStatus.Degraded)
    {
        var services = new ServiceCollection().AddSingleton(configuration).AddLogging();
        services.AddHealthChecks().AddZooKeeperConfiguration(failureStatus: failure);
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["zookeeper-configuration"];
    }
}
