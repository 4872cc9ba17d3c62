using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>What the server says no to: an error that names the thing, without waiting, or after the startup timeout if it may yet come.</summary>
[TestClass]
public sealed class LoadFailureTests
{
    private const int ConnectedEvent = 1000;

    // Never waited for.
    private static readonly TimeSpan StartupTimeout = TimeSpan.FromMinutes(5);
    private static readonly IReadOnlyList<Acl> Owner = [Acl.Digest(Permissions.All, "shop", "s3cret")];

    [TestMethod]
    public async Task Load_RefusedConnection_NamesServerAndPath()
    {
        await using var tree = await Subtree.CreateAsync();
        var nobody = $"127.0.0.1:{FreePort.Next()}";

        var e = await FailedLoad.OfAsync(tree, options => options.ConnectionString = nobody);

        Assert.Contains(nobody, e.Message);
        Assert.Contains("refused", e.Message);
        Assert.Contains(tree.Path, e.Message);
    }

    [TestMethod]
    public async Task Load_SeveralServers_NamesEach()
    {
        await using var tree = await Subtree.CreateAsync();
        string[] nobodies = [$"127.0.0.1:{FreePort.Next()}", $"localhost:{FreePort.Next()}"];

        var e = await FailedLoad.OfAsync(tree, options => options.ConnectionString = string.Join(',', nobodies));

        foreach (var nobody in nobodies)
        {
            Assert.Contains(nobody, e.Message);
        }
    }

    [TestMethod]
    public async Task Load_UnknownHost_NamesIt()
    {
        await using var tree = await Subtree.CreateAsync();

        var e = await FailedLoad.OfAsync(tree, options => options.ConnectionString = "no-such-host.invalid:2181");

        Assert.Contains("no-such-host.invalid:2181", e.Message);
    }

    [TestMethod]
    public async Task Load_ServerAcceptsAndCloses_NamesServer()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync();
        proxy.RefuseConnections = true;

        var e = await FailedLoad.OfAsync(tree, options => options.ConnectionString = proxy.ConnectionString);

        Assert.Contains(proxy.ConnectionString, e.Message);
    }

    [TestMethod]
    public async Task Load_ServerIsSilent_NamesServerWithinTimeout()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync();
        proxy.Delay = TimeSpan.FromHours(1);

        var e = await FailedLoad.OfAsync(tree, options => options.ConnectionString = proxy.ConnectionString, step: TimeSpan.FromMilliseconds(100));

        Assert.Contains(proxy.ConnectionString, e.Message);
    }

    [TestMethod]
    public async Task Load_ReplyIsSlow_SaysThatTheServerIsConnected()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", new string('x', 500_000)));
        proxy.BytesPerSecond = 1_000;
        var (time, log) = (new ManualTime(), new RecordingLogging());
        var loading = Task.Run(() => tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.StartupTimeout = TimeSpan.FromSeconds(1);
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        }));
        await Eventually.TrueAsync(() => log.Of(ConnectedEvent).Count() == TestServers.ConnectionsToLoad);
        time.Advance(TimeSpan.FromSeconds(1)); // not more, or the silent connection is given up

        var e = await Assert.ThrowsExactlyAsync<ZooKeeperConfigurationException>(() => loading.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains($"within 1 s ({proxy.ConnectionString}: connected, but the znodes were not read in time)", e.Message);
    }

    [TestMethod]
    public async Task Load_PortForTls_FailsBeforeTheTimeout()
    {
        await using var tree = await Subtree.CreateAsync();
        using var server = new SecurePort();

        var e = Fail(tree, options => (options.ConnectionString, options.StartupTimeout) = (server.ConnectionString, TimeSpan.FromHours(1)));

        Assert.Contains("no ZooKeeper server could be used, and retrying cannot help (", e.Message);
        Assert.Contains($"{server.ConnectionString}: The answer is TLS, so the port is for TLS, but Tls.Enabled is not set", e.Message);
    }

    [TestMethod]
    public async Task Load_MissingRoot_SaysWhatToDo()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);

        var e = Fail(tree);

        Assert.AreEqual(
            $"Cannot load the configuration at '{tree.Path}' from ZooKeeper: the znode does not exist on {SharedServer.ConnectionString}. " +
            "Create it, or set Optional = true.",
            e.Message);
    }

    [TestMethod]
    public async Task Load_AllOfSeveralRootsMissing_NamesAll()
    {
        await using var tree = await Subtree.CreateAsync();

        var e = Fail(tree, options => UsePaths(options, tree.PathOf("common"), tree.PathOf("app")));

        Assert.Contains($"'{tree.PathOf("common")}, {tree.PathOf("app")}'", e.Message);
        Assert.Contains("Create one of them", e.Message);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Load_RootWithoutPermission_SaysSo(bool optional)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await tree.Client.SetAclAsync(tree.Path, Owner);

        var e = Fail(tree, options => options.Optional = optional);

        Assert.Contains($"'{tree.Path}' is unreadable (NoAuth)", e.Message);
    }

    [TestMethod]
    [DataRow("shop", "m1staken")]
    [DataRow("other", "s3cret")]
    public async Task Load_WrongIdentity_SaysThatItMayBeWrong(string user, string password)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await tree.Client.SetAclAsync(tree.Path, Owner);

        var e = Fail(tree, options => options.Connection.DigestIdentities.Add(new DigestIdentity(user, password)));

        Assert.Contains("A wrong digest user or password has the same effect", e.Message);
        Assert.DoesNotContain(password, e.ToString());
    }

    [TestMethod]
    public async Task Load_RightIdentity_LoadsAndFollows()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await tree.Client.SetAclAsync(tree.PathOf("Title"), [.. Owner, new Acl(Permissions.Write, "world", "anyone")]);
        await tree.Client.SetAclAsync(tree.Path, Owner);

        using var configuration = tree.Load(options => options.Connection.DigestIdentities.Add(new DigestIdentity("shop", "s3cret")));

        Assert.AreEqual("one", configuration["Title"]);
        await tree.Client.SetDataAsync(tree.PathOf("Title"), "two"u8.ToArray());
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Load_MalformedValue_NamesPathAndNoValue(bool optional)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await tree.SetAsync("Logo", [.. "s3cret"u8, 0xFF]);

        var e = Fail(tree, options => options.Optional = optional);

        Assert.Contains($"The data of znode '{tree.PathOf("Logo")}' is not UTF-8 text (at byte 6 of 7)", e.Message);
        Assert.DoesNotContain("s3cret", e.ToString());
    }

    [TestMethod]
    public async Task AddZooKeeper_OnConfigurationManager_ThrowsThere()
    {
        await using var tree = await Subtree.NewAsync(SharedServer.ConnectionString);
        using var manager = new ConfigurationManager();

        Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => manager.AddZooKeeper(SharedServer.ConnectionString, tree.Path));
    }

    private static ZooKeeperConfigurationException Fail(Subtree tree, Action<ZooKeeperConfigurationOptions>? configure = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options =>
        {
            options.StartupTimeout = StartupTimeout;
            configure?.Invoke(options);
        }));

        Assert.IsLessThan(StartupTimeout / 5, TimeProvider.System.GetElapsedTime(started));
        return e;
    }

    private static void UsePaths(ZooKeeperConfigurationOptions options, params string[] paths)
    {
        options.Paths.Clear();
        foreach (var path in paths)
        {
            options.Paths.Add(path);
        }
    }
}
