using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>The last good configuration survives a restart into a bad one.</summary>
[TestClass]
public sealed class RestartTests : IDisposable
{
    private const int ReloadedEvent = 2000;
    private const int StartedFromFileEvent = 2007;
    private const string Unreachable = "127.0.0.1:1";

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly SnapshotFolder _folder = new();

    /// <summary>How an application adds the source.</summary>
    public enum Way
    {
        HostBuilder,
        Configuration,
        ClassicHost,
        HostConfiguration,
        OwnConfiguration,
    }

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
        await RunAsync(way, tree, _ => WrittenAsync("5"));
        await tree.SetAsync("One/V", "99");

        await RunAsync(way, tree, async services =>
        {
            Assert.AreEqual("5", services.GetRequiredService<IConfiguration>()["One:V"]);
            Assert.AreEqual(5, services.GetRequiredService<IOptionsMonitor<One>>().CurrentValue.V);
            var status = services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single();
            Assert.AreEqual(ZooKeeperRejectionCause.InvalidOptions, status.RejectedReload!.Cause);
            Assert.Contains(nameof(One), status.RejectedReload.Reason);
            Assert.IsNotNull(status.SavedAt);
            Assert.Contains(nameof(One), _folder.Log.Of(StartedFromFileEvent).Single().Text);
            Assert.AreEqual(HealthStatus.Degraded, (await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
            await WrittenAsync("5");
        });

        // ZooKeeper is away, and then it is back.
        await RunAsync(way, tree, services => ReadsAsync(services, "5"), Unreachable);
        await RunAsync(way, tree, async services =>
        {
            await ReadsAsync(services, "5");
            await tree.SetAsync("One/V", "7");
            await ReadsAsync(services, "7");
            await WrittenAsync("7");
        });
    }

    // The cache of the monitor holds the exception.
    [TestMethod]
    public async Task Start_InvalidOptionsWereReadBefore_AreCreatedAgain()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        await RunAsync(Way.HostBuilder, tree, _ => WrittenAsync("5"));
        await tree.SetAsync("One/V", "99");
        using var host = Build(Way.HostBuilder, tree, SharedServer.ConnectionString, isReloadValidated: true);
        var monitor = host.Services.GetRequiredService<IOptionsMonitor<One>>();
        Assert.ThrowsExactly<OptionsValidationException>(() => monitor.CurrentValue);

        await host.StartAsync();

        Assert.AreEqual(5, monitor.CurrentValue.V);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Start_NoFileAndInvalid_FailsAndWritesNone()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "99"));

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => RunAsync(Way.HostBuilder, tree, _ => Task.CompletedTask));

        Assert.IsEmpty(_folder.FileNames);
    }

    [TestMethod]
    public async Task Start_FileIsInvalidToo_FailsAndLeavesIt()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "88"));
        using (tree.Load(options => options.SnapshotFile = _folder.File))
        {
            await WrittenAsync("88");
        }

        await tree.SetAsync("One/V", "99");

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(() => RunAsync(Way.HostBuilder, tree, _ => Task.CompletedTask));
        Assert.AreEqual("88", Written());
    }

    [TestMethod]
    [DataRow(Way.HostBuilder)]
    [DataRow(Way.ClassicHost)]
    [DataRow(Way.HostConfiguration)]
    public async Task Start_OnlyTheStartupValidatorsReject_LeavesTheFile(Way way)
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        await RunAsync(way, tree, _ => WrittenAsync("5"), isReloadValidated: false);
        await tree.SetAsync("One/V", "99");

        await Assert.ThrowsExactlyAsync<OptionsValidationException>(
            () => RunAsync(way, tree, _ => Task.CompletedTask, isReloadValidated: false));

        Assert.AreEqual("5", Written());
    }

    [TestMethod]
    public async Task Load_HostDoesNotStart_FileIsNotWritten()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));

        using (Build(Way.HostBuilder, tree, SharedServer.ConnectionString, isReloadValidated: true))
        {
            Assert.IsEmpty(_folder.FileNames);
        }

        Assert.IsEmpty(_folder.FileNames);
    }

    [TestMethod]
    public async Task Load_ManagerWithoutAHost_WritesWhenClosedOrAfterAMinute()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        using (var manager = new ConfigurationManager())
        {
            manager.AddZooKeeper(tree.Options(options => options.SnapshotFile = _folder.File));
            Assert.IsEmpty(_folder.FileNames);
        }

        await WrittenAsync("5");
        await tree.SetAsync("One/V", "6");
        var time = new ManualTime();
        using var other = new ConfigurationManager();
        other.AddZooKeeper(tree.Options(options =>
        {
            options.SnapshotFile = _folder.File;
            options.ReloadOnChange = false;
            options.Connection.TimeProvider = time;
        }));
        Assert.AreEqual("5", Written());

        time.Advance(FirstConfiguration.Patience);

        await WrittenAsync("6");
    }

    // The state is already being put in effect when the configuration is disposed. No host has validated it.
    [TestMethod]
    [DataRow(Way.HostBuilder)]
    [DataRow(Way.Configuration)]
    public async Task Dispose_WhileAStateIsPutInEffect_LeavesTheFile(Way way)
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        using var log = new BlockingLogging(ReloadedEvent);
        var host = Build(way, tree, SharedServer.ConnectionString, isReloadValidated: true, log);
        var source = ((IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>()).Providers.OfType<ZooKeeperConfigurationProvider>().Single().Source;
        log.Block();
        await tree.SetAsync("One/V", "99");
        await log.IsReached.WaitAsync(Deadline);

        host.Dispose();
        Assert.IsTrue(source.Providers.IsEmpty);
        log.Go();

        await Eventually.TrueAsync(() => source.State.Current.TryGet("One:V", out var value) && value == "99");
        source.SnapshotWriter!.Flush(Deadline);
        Assert.AreEqual(way == Way.Configuration ? "5" : null, Written(), "what a program without a host has loaded is written when it closes");
    }

    private static Task ReadsAsync(IServiceProvider services, string value) => Eventually.TrueAsync(() =>
        services.GetRequiredService<IConfiguration>()["One:V"] == value && $"{services.GetRequiredService<IOptionsMonitor<One>>().CurrentValue.V}" == value);

    private static void AddServices(IServiceCollection services, bool isReloadValidated)
    {
        services.AddHealthChecks().AddZooKeeperConfiguration();
        var one = services.AddOptions<One>().BindConfiguration("One").ValidateDataAnnotations().ValidateOnStart();
        if (isReloadValidated)
        {
            one.ValidateOnReload();
        }
    }

    private async Task RunAsync(
        Way way, Subtree tree, Func<IServiceProvider, Task> run, string? connectionString = null, bool isReloadValidated = true)
    {
        using var host = Build(way, tree, connectionString ?? SharedServer.ConnectionString, isReloadValidated);
        await host.StartAsync();
        await run(host.Services);
        await host.StopAsync();
    }

    private IHost Build(Way way, Subtree tree, string connectionString, bool isReloadValidated, ILoggerFactory? logging = null)
    {
        var add = tree.Options(options =>
        {
            options.ConnectionString = connectionString;
            options.SnapshotFile = _folder.File;
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.LoggerFactory = logging ?? _folder.Log;
        });
        if (way is Way.ClassicHost or Way.HostConfiguration)
        {
            var classic = new HostBuilder().ConfigureServices(services => AddServices(services, isReloadValidated));
            return (way == Way.ClassicHost
                ? classic.ConfigureAppConfiguration(configuration => configuration.AddZooKeeper(add))
                : classic.ConfigureHostConfiguration(configuration => configuration.AddZooKeeper(add))).Build();
        }

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        switch (way)
        {
            case Way.HostBuilder:
                builder.AddZooKeeper(add);
                break;
            case Way.Configuration:
                builder.Configuration.AddZooKeeper(add);
                break;
            default:
                builder.Services.AddSingleton<IConfiguration>(_ => new ConfigurationBuilder().AddZooKeeper(add).Build());
                break;
        }

        AddServices(builder.Services, isReloadValidated);
        return builder.Build();
    }

    private Task WrittenAsync(string value) => Eventually.TrueAsync(() => Written() == value);

    private string? Written()
    {
        if (!File.Exists(_folder.File))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File));
        return json.RootElement.GetProperty("keys").GetProperty("One:V").GetString();
    }

    private sealed class One
    {
        [Range(1, 9)]
        public int V { get; set; }
    }
}
