using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary><c>IConfigurationRoot.Reload()</c>.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class ManualReloadTests
{
    private const int ReloadFailedEvent = 2003;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartupTimeout = TimeSpan.FromSeconds(20);

    [TestMethod]
    public async Task Reload_AfterWrite_ReturnsWithTheNewValue()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.FromHours(1));

        for (var round = 1; round <= 20; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await Task.Run(configuration.Reload).WaitAsync(Deadline);
            Assert.AreEqual($"{round}", configuration["Title"]);
        }
    }

    [TestMethod]
    public async Task Reload_FiresTokenOnceEvenIfNothingChanged()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var reloads = new Reloads(configuration);

        configuration.Reload();

        // As with the framework's own providers: who asks for a reload is told of it.
        Assert.AreEqual(1, reloads.Count);
    }

    // The framework notifies nobody if a provider throws.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Reload_ALaterProviderThrows_ListenersStillHearOfTheChange(bool reloadOnChange)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var later = new ThrowingProvider();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder()
            .AddZooKeeper(tree.Options(options => (options.ReloadOnChange, options.MinReloadInterval) = (reloadOnChange, TimeSpan.FromHours(1))))
            .Add(later)
            .Build();
        await tree.SetAsync("Title", "two");
        configuration.Reload(); // a decision, so that the pump waits for an hour
        await tree.SetAsync("Title", "three");
        using var reloads = new Reloads(configuration);
        later.IsThrowing = true;

        Assert.ThrowsExactly<InvalidDataException>(configuration.Reload);

        Assert.AreEqual("three", configuration["Title"]);
        Assert.AreEqual(1, reloads.Count);
        Assert.ThrowsExactly<InvalidDataException>(configuration.Reload);
        Assert.AreEqual(1, reloads.Count, "nothing is new");
    }

    [TestMethod]
    public async Task Reload_AListenerThrows_TheOtherProvidersAreReloaded()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var later = new ThrowingProvider();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder()
            .AddZooKeeper(tree.Options(options => options.ReloadOnChange = false)).Add(later).Build();
        using var reloads = new Reloads(configuration, () => throw new InvalidOperationException());
        await tree.SetAsync("Title", "two");

        Assert.ThrowsExactly<AggregateException>(configuration.Reload);

        Assert.AreEqual(2, later.Loads);
        Assert.Contains("InvalidOperationException", configuration.Status().LastError!);
    }

    [TestMethod]
    public async Task Reload_DropsValuesThatWereSet()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "of the ensemble"));
        using var configuration = tree.Load();
        configuration["Title"] = "local";

        configuration.Reload();

        Assert.AreEqual("of the ensemble", configuration["Title"]);
    }

    [TestMethod]
    public async Task Reload_FromManyThreads_AllReturn()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(configuration.Reload))).WaitAsync(Deadline);

        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Reload_ServerAway_ReturnsWithinTimeoutAndKeepsValues()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var (time, log) = (new ManualTime(), new RecordingLogging());
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.StartupTimeout = StartupTimeout;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        });
        proxy.RefuseConnections = true;
        proxy.DropConnections();

        await ReloadForTheStartupTimeoutAsync(configuration, time);

        Assert.AreEqual("one", configuration["Title"]);
        Assert.Contains("no ZooKeeper server could be used within 20 s", log.Of(ReloadFailedEvent).Single().Text);

        proxy.RefuseConnections = false;
        await tree.SetAsync("Title", "two");
        await time.AdvanceUntilAsync(() => configuration["Title"] == "two", TimeSpan.FromMilliseconds(10));
    }

    [TestMethod]
    public async Task Reload_NotFollowing_ReadsAgainAndClosesSession()
    {
        var sessions = new OwnSessions();
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options =>
        {
            options.ReloadOnChange = false;
            sessions.Mark(options.Connection);
        });
        Assert.AreEqual("one", configuration["Title"]);
        Assert.IsEmpty(await sessions.ConnectedAsync());

        await tree.SetAsync("Title", "two");
        configuration.Reload();

        Assert.AreEqual("two", configuration["Title"]);
        Assert.IsEmpty(await sessions.ConnectedAsync());
    }

    [TestMethod]
    public async Task Reload_NotFollowingAndServerAway_KeepsValuesAndReports()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var (time, log) = (new ManualTime(), new RecordingLogging());
        using var configuration = tree.Load(options =>
        {
            options.ReloadOnChange = false;
            options.ConnectionString = proxy.ConnectionString;
            options.StartupTimeout = StartupTimeout;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        });
        proxy.RefuseConnections = true;

        await ReloadForTheStartupTimeoutAsync(configuration, time);

        Assert.AreEqual("one", configuration["Title"]);
        Assert.HasCount(1, log.Of(ReloadFailedEvent));
        Assert.Contains(proxy.ConnectionString, configuration.Status().LastError!);

        proxy.RefuseConnections = false;
        await tree.Client.DeleteAsync(tree.PathOf("Title"));
        await tree.Client.DeleteAsync(tree.Path);
        configuration.Reload();
        Assert.AreEqual("one", configuration["Title"]);
    }

    private static async Task ReloadForTheStartupTimeoutAsync(ConfigurationRoot configuration, ManualTime time)
    {
        var reloading = Task.Run(configuration.Reload);
        await Eventually.TrueAsync(() => time.Awaited(StartupTimeout) > 0);
        Assert.IsFalse(reloading.IsCompleted);
        time.Advance(StartupTimeout);
        await reloading.WaitAsync(Deadline);
    }

    private sealed class ThrowingProvider : ConfigurationProvider, IConfigurationSource
    {
        public bool IsThrowing { get; set; }

        public int Loads { get; private set; }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override void Load()
        {
            Loads++;
            if (IsThrowing)
            {
                throw new InvalidDataException();
            }
        }
    }
}
