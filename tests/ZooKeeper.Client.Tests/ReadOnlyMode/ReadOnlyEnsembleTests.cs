using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client.Transport;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.ReadOnlyMode;

/// <summary>An ensemble of Apache ZooKeeper whose members go on read-only when they have lost their quorum, with a port for TLS.</summary>
[TestClass]
public sealed class ReadOnlyEnsembleTests
{
    private static readonly TestAuthority Authority = new("Test CA");

    private static ZooKeeperEnsemble s_ensemble = null!;

    private static ZooKeeperServer Survivor => s_ensemble.Servers[0];

    private static IEnumerable<ZooKeeperServer> Others => s_ensemble.Servers.Skip(1);

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_ensemble = await ZooKeeperEnsemble.StartAsync(
        new ZooKeeperServerOptions
        {
            JavaArguments = ["-Dreadonlymode.enabled=true"],
            ExtraConfiguration = new Dictionary<string, string> { ["localSessionsEnabled"] = "true", ["localSessionsUpgradingEnabled"] = "true" },
            Tls = new ServerTls(Authority.IssueServer()),
        },
        context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await s_ensemble.DisposeAsync();

    [TestInitialize]
    public Task AllRunAsync() => RestoreAsync();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Connect_QuorumIsLost_ReadsAndMovesToAReadWriteServer(bool tls)
    {
        var path = await CreateAsync();
        await LoseQuorumAsync();
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(tls ? SecureConnectionString : s_ensemble.ConnectionString, options =>
        {
            AllowReadOnly(options);
            options.LoggerFactory = log;
            options.Tls.Enabled = tls;
            if (tls)
            {
                options.Tls.CaCertificates.Add(Authority.Certificate);
            }
        });
        Assert.AreEqual(SessionState.ConnectedReadOnly, client.State);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await client.GetDataAsync(path)).Data);
        var session = client.SessionId;
        Assert.AreNotEqual(0, session);
        Assert.Contains(entry => entry.Id == 1009, log.Entries);

        await RestoreAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        await client.SetDataAsync(path, [2]);
        Assert.AreNotEqual(session, client.SessionId);
        Assert.DoesNotContain(entry => entry.Id == 1002, log.Entries);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Isro_QuorumOrNone_IsToldThroughThePortForTlsAsWell(bool tls)
    {
        var options = new ZooKeeperClientOptions { Tls = { Enabled = tls, CaCertificates = { Authority.Certificate } } };
        var question = new ReadWriteQuestion(options, NullLogger.Instance);
        Assert.IsTrue(await AskAsync());
        await LoseQuorumAsync();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString, AllowReadOnly);
        Assert.IsFalse(await AskAsync());

        Task<bool> AskAsync()
        {
            var port = tls ? Survivor.SecurePort : Survivor.Port;
            return question.AskAsync(new ServerAddress("127.0.0.1", port), new IPEndPoint(IPAddress.Loopback, port), TestClient.Deadline, CancellationToken.None);
        }
    }

    [TestMethod]
    public async Task Write_OnAReadOnlyServer_SaysThatItIsReadOnly()
    {
        var path = await CreateAsync();
        await LoseQuorumAsync();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString, AllowReadOnly);
        var exceptions = new[]
        {
            await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync(path + "/child")),
            await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SetDataAsync(path, [2])),
            await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.DeleteAsync(path)),
            await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SetAclAsync(path, Acl.Open)),
            await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SyncAsync()),
        };
        foreach (var exception in exceptions)
        {
            Assert.AreEqual(ErrorCode.NotReadOnly, exception.ErrorCode);
            Assert.IsTrue(exception.IsTransient);
            Assert.Contains("the server is read-only, because it has no quorum", exception.Message);
        }

        Assert.AreEqual(SessionState.ConnectedReadOnly, client.State);
    }

    [TestMethod]
    public async Task Connect_WithoutTheOption_IsRefused()
    {
        await LoseQuorumAsync();
        await using var allowing = await TestClient.ConnectAsync(s_ensemble.ConnectionString, AllowReadOnly);
        var e = await FailedConnect.OfAsync(s_ensemble.ConnectionString, step: TimeSpan.FromMilliseconds(50));
        Assert.Contains($"{Survivor.ConnectionString}: it accepted the connection and closed it without an answer", e.Message);
        Assert.AreEqual(SessionState.ConnectedReadOnly, allowing.State);
    }

    [TestMethod]
    public async Task QuorumLostAndFound_TheSessionIsKeptApart_AndNothingSeenIsLost()
    {
        var path = await CreateAsync();
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString, options =>
        {
            AllowReadOnly(options);
            options.SessionTimeout = TimeSpan.FromSeconds(60);
            options.LoggerFactory = log;
        });
        var session = client.SessionId;
        var ephemeral = await client.CreateAsync(path + "/ephemeral", mode: CreateMode.Ephemeral);
        await client.SyncAsync();
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, events.Add);
        await using var mirror = client.Mirror(path);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var snapshot = await mirror.NextAsync(null, timeout.Token);
        var seen = client.LastZxid;

        // The one that is left may not have the last write yet, and is refused then until it has seen it: it never will.
        await SurvivorHasAsync(ephemeral.Path);
        await LoseQuorumAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.ConnectedReadOnly && !mirror.IsStale);
        Assert.AreNotEqual(session, client.SessionId);
        Assert.IsGreaterThanOrEqualTo(seen, client.LastZxid);
        Assert.AreSame(snapshot, mirror.Current);
        Assert.AreSame(snapshot, await mirror.RefreshAsync(timeout.Token));

        await RestoreAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        Assert.AreEqual(session, client.SessionId);
        Assert.AreEqual(session, (await client.ExistsAsync(ephemeral.Path))!.Value.EphemeralOwner);
        Assert.IsGreaterThanOrEqualTo(seen, client.LastZxid);
        await client.SetDataAsync(path, [2]);
        await events.NextAsync();
        snapshot = await mirror.NextAsync(snapshot, timeout.Token);
        CollectionAssert.AreEqual(new byte[] { 2 }, snapshot.Find(path)!.Data!.Value.ToArray());
        Assert.DoesNotContain(entry => entry.Id == 1002, log.Entries);
    }

    private static string SecureConnectionString => string.Join(',', s_ensemble.Servers.Select(server => $"127.0.0.1:{server.SecurePort}"));

    private static void AllowReadOnly(ZooKeeperClientOptions options)
    {
        options.AllowReadOnly = true;
        options.ConnectTimeout = TimeSpan.FromSeconds(30);
    }

    private static async Task<string> CreateAsync()
    {
        var path = SharedServer.UniquePath();
        await using var client = await TestClient.ConnectAsync(s_ensemble.ConnectionString);
        await client.CreateAsync(path, [1]);
        await SurvivorHasAsync(path);
        return path;
    }

    private static async Task SurvivorHasAsync(string path)
    {
        await using var client = await TestClient.ConnectAsync(Survivor.ConnectionString);
        await client.SyncAsync();
        Assert.IsNotNull(await client.ExistsAsync(path));
    }

    private static async Task LoseQuorumAsync()
    {
        await Task.WhenAll(Others.Select(server => server.KillAsync()));
        await Eventually.TrueAsync(s_ensemble.Servers[0].IsReadOnlyAsync);
    }

    private static async Task RestoreAsync()
    {
        await Task.WhenAll(s_ensemble.Servers.Where(server => !server.IsRunning).Select(server => server.StartAgainAsync()));
        await Eventually.TrueAsync(Survivor.IsReadWriteAsync);
    }
}
