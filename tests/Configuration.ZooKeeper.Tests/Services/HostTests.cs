using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>In a Generic Host, of either style.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class HostTests
{
    private const int ConnectedEvent = 1000;
    private const int ReloadedEvent = 2000;

    [TestMethod]
    public async Task Host_ApplicationBuilder_FollowsAndClosesSession()
    {
        var sessions = new OwnSessions();
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddZooKeeper(tree.Options(options => sessions.Mark(options.Connection)));
        builder.Services.AddZooKeeperConfiguration().Configure<Shop>(builder.Configuration.GetSection("Shop"));

        await FollowAndStopAsync(builder.Build(), tree, sessions);
    }

    [TestMethod]
    public async Task AddZooKeeper_OnTheBuilderOfAHost_AddsSourceAndServices()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.AddZooKeeper(SharedServer.ConnectionString, tree.Path);
        builder.Services.Configure<Shop>(builder.Configuration.GetSection("Shop"));
        using var host = builder.Build();
        await host.StartAsync();

        Assert.AreEqual("one", host.Services.GetRequiredService<IOptionsMonitor<Shop>>().CurrentValue.Title);
        Assert.HasCount(1, host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
        Assert.HasCount(1, log.Of(ReloadedEvent));
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Host_ClassicBuilder_FollowsAndClosesSession()
    {
        var sessions = new OwnSessions();
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        var builder = Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureAppConfiguration(configuration => configuration.AddZooKeeper(tree.Options(options => sessions.Mark(options.Connection))))
            .ConfigureServices((context, services) =>
                services.AddZooKeeperConfiguration().Configure<Shop>(context.Configuration.GetSection("Shop")));

        await FollowAndStopAsync(builder.Build(), tree, sessions);
    }

    [TestMethod]
    public async Task Host_Logging_GetsEarlierLinesAndLaterOnes()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Configuration.AddZooKeeper(tree.Options());
        builder.Services.AddZooKeeperConfiguration();
        using var host = builder.Build();
        Assert.IsEmpty(log.Of(ConnectedEvent));

        await host.StartAsync();
        Assert.HasCount(TestServers.ConnectionsToLoad, log.Of(ConnectedEvent));
        Assert.Contains(SharedServer.ConnectionString, log.Of(ConnectedEvent).First().Text);
        Assert.AreEqual(typeof(ZooKeeperClient).FullName, log.Of(ConnectedEvent).First().Category);
        Assert.HasCount(1, log.Of(ReloadedEvent));

        await tree.SetAsync("Shop/Title", "two");
        await Eventually.TrueAsync(() => log.Of(ReloadedEvent).Count() == 2);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Host_LevelOfHost_HoldsForEarlierLinesToo()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddProvider(log);
        builder.Configuration.AddZooKeeper(tree.Options());
        builder.Services.AddZooKeeperConfiguration();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.IsEmpty(log.Of(ConnectedEvent));
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Host_OwnLoggerFactory_IsKept()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        using var ofHost = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(ofHost);
        builder.Configuration.AddZooKeeper(tree.Options(options => options.Connection.LoggerFactory = log));
        builder.Services.AddZooKeeperConfiguration();
        using var host = builder.Build();

        await host.StartAsync();
        await tree.SetAsync("Shop/Title", "two");
        await Eventually.TrueAsync(() => log.Of(ReloadedEvent).Count() == 2);

        Assert.HasCount(TestServers.ConnectionsToLoad, log.Of(ConnectedEvent));
        Assert.IsEmpty(ofHost.Lines.Where(line => line.Category.Contains("ZooKeeper", StringComparison.Ordinal)));
        await host.StopAsync();
    }

    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 0)]
    public async Task Host_OneOfTwoIsDisposed_LinesGoToTheOther(int first, int second)
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var configuration = tree.Load();
        RecordingLogging[] logs = [new(), new()];
        IHost[] hosts = [await StartAsync(configuration, logs[0]), await StartAsync(configuration, logs[1])];

        hosts[first].Dispose();
        await tree.SetAsync("Shop/Title", "two");
        await Eventually.TrueAsync(() => configuration["Shop:Title"] == "two");
        await Eventually.TrueAsync(() => logs[second].Of(ReloadedEvent).Any(line => line.Text.EndsWith("1 key changed, 1 in total", StringComparison.Ordinal)));
        var lines = logs[second].Lines.Count;

        hosts[second].Dispose();
        await tree.SetAsync("Shop/Title", "three");
        await Eventually.TrueAsync(() => configuration["Shop:Title"] == "three");
        Assert.HasCount(lines, logs[second].Lines);
    }

    private static async Task<IHost> StartAsync(IConfiguration configuration, RecordingLogging log)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton(configuration).AddZooKeeperConfiguration();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async Task FollowAndStopAsync(IHost host, Subtree tree, OwnSessions sessions)
    {
        using (host)
        {
            await host.StartAsync();
            var monitor = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
            Assert.AreEqual("one", monitor.CurrentValue.Title);
            Assert.AreEqual(SessionState.Connected, host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single().Session);
            Assert.HasCount(1, await sessions.ConnectedAsync());

            await tree.SetAsync("Shop/Title", "two");
            await Eventually.TrueAsync(() => monitor.CurrentValue.Title == "two");
            await host.StopAsync();
        }

        Assert.IsEmpty(await sessions.ConnectedAsync());
    }

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
