using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>Clients that stop in the middle. What waits for them ends.</summary>
[TestClass]
public sealed class SilenceTests
{
    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private ZooKeeperDevServer _server = null!;

    [TestInitialize]
    public async Task StartAsync() => _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
    {
        TimeProvider = _time,
        MaxSessionTimeout = TimeSpan.FromDays(1),
    });

    [TestCleanup]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestMethod]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(48)]
    public async Task Handshake_NotFinishedIn10Seconds_ClosesTheConnection(int sent)
    {
        using var peer = await RawPeer.ConnectAsync(_server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(HandshakeTime)).AsMemory(0, sent));
        await Eventually.TrueAsync(() => _time.Awaited(HandshakeTime) == 1);
        _time.Advance(HandshakeTime);
        await peer.ClosedAsync();
    }

    [TestMethod]
    public async Task Handshake_FinishedJustInTime_IsAnswered_AndThenTheTimeCountsNoMore()
    {
        var handshake = WireConnection.Frame(ServerConnections.New(TimeSpan.FromHours(1)));
        using var peer = await RawPeer.ConnectAsync(_server);
        await peer.SendAsync(handshake.AsMemory(0, 10));
        await Eventually.TrueAsync(() => _time.Awaited(HandshakeTime) == 1);
        _time.Advance(HandshakeTime - Moment);
        await peer.SendAsync(handshake.AsMemory(10));
        Assert.IsNotNull(await peer.ReceiveAsync());

        _time.Advance(HandshakeTime);
        await peer.SendAsync(1, OpCode.Ping);
        Assert.AreEqual(ErrorCode.Ok, (await peer.ReceiveHeaderAsync()).Error);
    }

    [TestMethod]
    public async Task Request_NotFinished_LastsAsLongAsItsSession()
    {
        using var peer = await RawPeer.OpenSessionAsync(_server, TimeSpan.FromSeconds(10));
        await peer.SendAsync(WireConnection.Frame(new RequestHeader(1, OpCode.GetData), new ReadRequest("/", Watch: false)).AsMemory(0, 11));
        _time.Advance(TimeSpan.FromSeconds(12));
        Assert.IsEmpty(await _server.GetSessionsAsync());
        await peer.ClosedAsync();
    }

    [TestMethod]
    public async Task Request_ByteByByte_IsAnswered()
    {
        using var peer = await RawPeer.ConnectAsync(_server);
        byte[] all =
        [
            .. WireConnection.Frame(ServerConnections.New(HandshakeTime)),
            .. WireConnection.Frame(new RequestHeader(1, OpCode.GetData), new ReadRequest("/", Watch: false)),
        ];
        foreach (var part in all)
        {
            await peer.SendAsync(new[] { part });
        }

        Assert.IsNotNull(await peer.ReceiveAsync());
        Assert.AreEqual(1, (await peer.ReceiveHeaderAsync()).Xid);
    }

    [TestMethod]
    public async Task Session_WhoseClientReadsNothing_ExpiresAndEndsTheConnection()
    {
        await _server.SetAsync("/large", new string('x', 1_000_000));
        using var peer = await RawPeer.OpenSessionAsync(_server, TimeSpan.FromSeconds(10));
        for (var xid = 1; xid <= 100; xid++)
        {
            await peer.SendAsync(xid, OpCode.GetData, new ReadRequest("/large", Watch: false));
        }

        // Each request that is still answered gives the session its timeout again; soon there is none.
        await Eventually.TrueAsync(async () =>
        {
            _time.Advance(TimeSpan.FromSeconds(12));
            return (await _server.GetSessionsAsync()).Count == 0;
        });
        Assert.IsLessThan(100_000_000, await peer.DrainAsync());
    }

    [TestMethod]
    public async Task ClosedSession_WhoseClientReadsNothing_EndsTheConnectionAfter10Seconds()
    {
        const int Events = 300;
        var path = "/" + new string('x', 100_000);
        using var peer = await RawPeer.OpenSessionAsync(_server, TimeSpan.FromSeconds(10));
        await peer.SendAsync(1, OpCode.AddWatch, new AddWatchRequest("/", WatchMode.PersistentRecursive));
        Assert.AreEqual(1, (await peer.ReceiveHeaderAsync()).Xid);
        for (var i = 0; i < Events; i++)
        {
            await _server.SetAsync(path, null);
        }

        await peer.SendAsync(2, OpCode.CloseSession);
        await Eventually.TrueAsync(() => _time.Awaited(FarewellTime) == 1);
        Assert.IsEmpty(await _server.GetSessionsAsync());
        _time.Advance(FarewellTime);
        Assert.IsLessThan((long)Events * path.Length, await peer.DrainAsync(), "The server has given up on the client.");
    }
}
