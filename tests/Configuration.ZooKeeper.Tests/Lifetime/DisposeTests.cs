using Configuration.ZooKeeper.Reloading;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

[TestClass]
public sealed class DisposeTests
{
    // About a second is promised; a busy machine may take longer for it. What waits for the session takes more than twice as long.
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(15);
    private const int ConnectedEvent = 1000;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(1);

    private readonly OwnSessions _sessions = new();

    [TestMethod]
    public async Task Dispose_Connected_ClosesSessionAtServerAndKeepsValues()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load(options => _sessions.Mark(options.Connection));
        var session = (await _sessions.ConnectedAsync()).Single();

        configuration.Dispose();

        Assert.IsFalse(await OwnSessions.IsHeldAsync(session));
        Assert.AreEqual("one", configuration["Title"]);
        configuration.Dispose();
    }

    [TestMethod]
    public async Task Reload_AfterDispose_OpensNoSession()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load(options => _sessions.Mark(options.Connection));
        configuration.Dispose();

        configuration.Reload();

        Assert.IsEmpty(await _sessions.ConnectedAsync());
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Reload_DisposedMeanwhile_OpensNoSession(bool reloadOnChange)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.ReloadOnChange = reloadOnChange;
            options.Connection.LoggerFactory = log;
        });
        var connections = log.Of(ConnectedEvent).Count();
        var provider = (ZooKeeperConfigurationProvider)configuration.Providers.Single();

        // Another thread disposes the provider after this one has begun to reload it.
        provider.Source.Detach(provider);
        provider.Load();

        Assert.HasCount(connections, log.Of(ConnectedEvent));
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Dispose_ServerPaused_TakesAboutASecond()
    {
        await using var server = await TestServers.StartAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        var configuration = tree.Load(options => options.Connection.SessionTimeout = SessionTimeout);
        await server.PauseAsync();

        var started = TimeProvider.System.GetTimestamp();
        configuration.Dispose();

        Assert.IsLessThan(Brief, TimeProvider.System.GetElapsedTime(started));
        Assert.AreEqual("one", configuration["Title"]);
        await server.ResumeAsync();
    }

    [TestMethod]
    public async Task Dispose_WhileServerIsAway_IsQuick()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load(options => options.ConnectionString = proxy.ConnectionString);
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().IsStale);

        var started = TimeProvider.System.GetTimestamp();
        configuration.Dispose();

        Assert.IsLessThan(Brief, TimeProvider.System.GetElapsedTime(started));
    }

    [TestMethod]
    public async Task Dispose_InsideChangeCallback_DoesNotDeadlock()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load(options => _sessions.Mark(options.Connection));
        var session = (await _sessions.ConnectedAsync()).Single();
        var took = new TaskCompletionSource<TimeSpan>();
        using var reloads = new Reloads(configuration, () =>
        {
            var started = TimeProvider.System.GetTimestamp();
            configuration.Dispose();
            took.TrySetResult(TimeProvider.System.GetElapsedTime(started));
        });

        await tree.SetAsync("Title", "two");

        Assert.IsLessThan(Brief, await took.Task.WaitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(session));
        Assert.AreEqual("two", configuration["Title"]);
    }

    [TestMethod]
    public async Task Dispose_WhileListenerRuns_DoesNotWaitForIt()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var configuration = tree.Load();
        using var entered = new SemaphoreSlim(0);
        using var leave = new SemaphoreSlim(0);
        using var reloads = new Reloads(configuration.GetSection("Title"), () =>
        {
            entered.Release();
            leave.Wait();
        });
        await tree.SetAsync("Title", "two");
        await entered.WaitAsync();

        // The framework's own registrations wait for their callback; the provider does not.
        var disposing = Task.Run(() => ((IDisposable)configuration.Providers.Single()).Dispose());
        await disposing.WaitAsync(TimeSpan.FromSeconds(30));

        leave.Release();
        configuration.Dispose();
    }

    [TestMethod]
    public async Task Dispose_LeavesNothingThatRuns()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));

        var log = LoadAndDispose(tree);

        // Whatever still ran would hold on to its log.
        await Eventually.TrueAsync(() => IsCollected(log));
    }

    [TestMethod]
    public async Task Load_Throws_LeavesNoSessionAndNothingThatRuns()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);

        var log = LoadMissing(tree, _sessions);

        Assert.IsEmpty(await _sessions.ConnectedAsync());
        await Eventually.TrueAsync(() => IsCollected(log));
    }

    [TestMethod]
    public async Task Load_ServerUnreachable_LeavesNothingThatRuns()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        proxy.RefuseConnections = true;

        var log = LoadUnreachable(tree, proxy.ConnectionString);

        await Eventually.TrueAsync(() => IsCollected(log));
        Assert.AreEqual(0, proxy.ConnectionCount);
    }

    // Methods of their own, so that no local variable of a test keeps anything alive.
    private static WeakReference LoadAndDispose(Subtree tree)
    {
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        return new WeakReference(log);
    }

    private static WeakReference LoadMissing(Subtree tree, OwnSessions sessions)
    {
        var log = new RecordingLogging();
        Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options =>
        {
            options.Connection.LoggerFactory = log;
            sessions.Mark(options.Connection);
        }));
        return new WeakReference(log);
    }

    private static WeakReference LoadUnreachable(Subtree tree, string connectionString)
    {
        var log = new RecordingLogging();
        Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options =>
        {
            options.ConnectionString = connectionString;
            options.StartupTimeout = TimeSpan.FromMilliseconds(300);
            options.Connection.LoggerFactory = log;
        }));
        return new WeakReference(log);
    }

    private static bool IsCollected(WeakReference reference)
    {
        GC.Collect();
        return !reference.IsAlive;
    }
}
