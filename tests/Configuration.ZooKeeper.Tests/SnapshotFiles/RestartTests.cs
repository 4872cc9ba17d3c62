using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>The last good configuration survives a restart into a bad one.</summary>
[TestClass]
public sealed class RestartTests : IDisposable
{
    private const int StartedFromFileEvent = 2007;
    private const string Unreachable = "127.0.0.1:1";

    private readonly SnapshotFolder _folder = new();
    private readonly SnapshotApplication _application;

    public RestartTests() => _application = new SnapshotApplication(_folder);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow(Way.HostBuilder)]
    [DataRow(Way.Configuration)]
    [DataRow(Way.ClassicHost)]
    [DataRow(Way.HostConfiguration)]
    [DataRow(Way.OwnConfiguration)]
    public async Task Start_FirstConfigurationIsInvalid_GoesOnWithTheFile(Way way)
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        await _application.RunAsync(way, tree, _ => _application.WrittenAsync("5"));
        await tree.SetAsync("One/V", "99");

        await _application.RunAsync(way, tree, async services =>
        {
            Assert.AreEqual("5", services.GetRequiredService<IConfiguration>()["One:V"]);
            Assert.AreEqual(5, services.GetRequiredService<IOptionsMonitor<SnapshotApplication.One>>().CurrentValue.V);
            var status = services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single();
            Assert.AreEqual(ZooKeeperRejectionCause.InvalidOptions, status.RejectedReload!.Cause);
            Assert.Contains(nameof(SnapshotApplication.One), status.RejectedReload.Reason);
            Assert.IsNotNull(status.SavedAt);
            Assert.Contains(nameof(SnapshotApplication.One), _folder.Log.Of(StartedFromFileEvent).Single().Text);
            Assert.AreEqual(HealthStatus.Degraded, (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
            await _application.WrittenAsync("5");
        });

        // ZooKeeper is away, and then it is back.
        await _application.RunAsync(way, tree, services => ReadsAsync(services, "5"), Unreachable);
        await _application.RunAsync(way, tree, async services =>
        {
            await ReadsAsync(services, "5");
            await tree.SetAsync("One/V", "7");
            await ReadsAsync(services, "7");
            await _application.WrittenAsync("7");
        });
    }

    // The cache of the monitor holds the exception.
    [TestMethod]
    public async Task Start_InvalidOptionsWereReadBefore_AreCreatedAgain()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        await _application.RunAsync(Way.HostBuilder, tree, _ => _application.WrittenAsync("5"));
        await tree.SetAsync("One/V", "99");
        using var host = _application.Build(Way.HostBuilder, tree, SharedServer.ConnectionString, isReloadValidated: true);
        var monitor = host.Services.GetRequiredService<IOptionsMonitor<SnapshotApplication.One>>();
        Assert.ThrowsExactly<OptionsValidationException>(() => monitor.CurrentValue);

        await host.StartAsync();

        Assert.AreEqual(5, monitor.CurrentValue.V);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Start_NoFileAndInvalid_FailsAndWritesNone()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "99"));

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => _application.RunAsync(Way.HostBuilder, tree, _ => Task.CompletedTask));

        Assert.IsEmpty(_folder.FileNames);
    }

    [TestMethod]
    public async Task Start_FileIsInvalidToo_FailsAndLeavesIt()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "88"));
        using (tree.Load(options => options.SnapshotFile = _folder.File))
        {
            await _application.WrittenAsync("88");
        }

        await tree.SetAsync("One/V", "99");

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => _application.RunAsync(Way.HostBuilder, tree, _ => Task.CompletedTask));
        Assert.AreEqual("88", _application.Written());
    }

    [TestMethod]
    [DataRow(Way.HostBuilder)]
    [DataRow(Way.ClassicHost)]
    [DataRow(Way.HostConfiguration)]
    public async Task Start_OnlyTheStartupValidatorsReject_LeavesTheFile(Way way)
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        await _application.RunAsync(way, tree, _ => _application.WrittenAsync("5"), isReloadValidated: false);
        await tree.SetAsync("One/V", "99");

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => _application.RunAsync(way, tree, _ => Task.CompletedTask, isReloadValidated: false));

        Assert.AreEqual("5", _application.Written());
    }

    private static Task ReadsAsync(IServiceProvider services, string value) => Eventually.TrueAsync(() =>
        services.GetRequiredService<IConfiguration>()["One:V"] == value && $"{services.GetRequiredService<IOptionsMonitor<SnapshotApplication.One>>().CurrentValue.V}" == value);
}
