using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class LoopbackProxyTests
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(20);
    private static ZooKeeperServer Server = null!;

    [ClassInitialize]
    public static async Task StartServerAsync(TestContext _) => Server = await ZooKeeperServer.StartAsync();

    [ClassCleanup]
    public static async Task StopServerAsync() => await Server.DisposeAsync();

    [TestMethod]
    public async Task Counters_RequestsAndPings_AreCountedByOpcode()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);

        var reply = await session.RequestAsync(OpCode.WhoAmI);
        await session.RequestAsync(OpCode.WhoAmI);
        await session.RequestAsync(OpCode.Ping);
        await session.CloseSessionAsync();

        Assert.AreEqual(3, proxy.RequestCount);
        Assert.AreEqual(2, proxy.Requests[OpCode.WhoAmI]);
        Assert.AreEqual(1, proxy.Requests[OpCode.CloseSession]);
        Assert.AreEqual(1, proxy.PingCount);
        Assert.AreEqual(reply.Length, proxy.LargestReply);
        Assert.AreEqual(49 + 4 * 12, proxy.BytesToServer);
        Assert.IsGreaterThan(reply.Length, proxy.BytesToClient);
    }

    [TestMethod]
    public async Task ResetCounters_AfterRequests_CountsFromZero()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);
        await session.RequestAsync(OpCode.WhoAmI);

        proxy.ResetCounters();
        await session.RequestAsync(OpCode.Ping);

        Assert.AreEqual(0, proxy.RequestCount);
        Assert.AreEqual(1, proxy.PingCount);
        Assert.AreEqual(12, proxy.BytesToServer);
    }

    [TestMethod]
    public async Task Delay_SetWhileRunning_HoldsEachWay()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);
        proxy.Delay = TimeSpan.FromMilliseconds(150);

        var started = TimeProvider.System.GetTimestamp();
        await session.RequestAsync(OpCode.Ping);

        Assert.IsGreaterThanOrEqualTo(2 * proxy.Delay, TimeProvider.System.GetElapsedTime(started));
    }

    [TestMethod]
    public async Task Delay_ManyBytes_KeepsOrderAndThroughput()
    {
        using var listener = FreePort.Listen();
        await using var proxy = await LoopbackProxy.StartAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        proxy.Delay = TimeSpan.FromMilliseconds(200);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
        using var server = await listener.AcceptTcpClientAsync();
        var sent = new byte[4_000_000];
        Random.Shared.NextBytes(sent);
        var received = new byte[sent.Length];

        var started = TimeProvider.System.GetTimestamp();
        var sending = client.GetStream().WriteAsync(sent);
        await server.GetStream().ReadExactlyAsync(received);
        await sending;

        // One wait for each piece would take 50 seconds.
        Assert.IsLessThan(TimeSpan.FromSeconds(25), TimeProvider.System.GetElapsedTime(started));
        CollectionAssert.AreEqual(sent, received);
    }

    [TestMethod]
    public async Task DropConnections_OpenSession_EndsConnectionButNotSession()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);

        proxy.DropConnections();

        await Assert.ThrowsAsync<IOException>(() => session.RequestAsync(OpCode.Ping));
        await Eventually.TrueAsync(() => proxy.ConnectionCount == 0);
        await using var again = await RawSession.ConnectAsync(proxy.Port, SessionTimeout, session.SessionId, session.Password);
        Assert.AreEqual(1, proxy.ConnectionCount);
    }

    [TestMethod]
    public async Task DropConnections_JustAccepted_AreForgottenToo()
    {
        var proxy = await LoopbackProxy.StartAsync(Server.Port);
        for (var time = 0; time < 300; time++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, proxy.Port);
            proxy.DropConnections();
        }

        await Eventually.TrueAsync(() =>
        {
            proxy.DropConnections();
            return proxy.ConnectionCount == 0;
        });
        await proxy.DisposeAsync();
    }

    [TestMethod]
    public async Task RefuseConnections_Set_ClosesNewConnectionsOnly()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);

        proxy.RefuseConnections = true;
        await Assert.ThrowsAsync<IOException>(() => RawSession.ConnectAsync(proxy.Port, SessionTimeout));
        await session.RequestAsync(OpCode.Ping);

        proxy.RefuseConnections = false;
        await using var another = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);
    }

    [TestMethod]
    public async Task Connect_ServerAway_IsClosedAtOnce()
    {
        await using var proxy = await LoopbackProxy.StartAsync(FreePort.Next());

        await Assert.ThrowsAsync<IOException>(() => RawSession.ConnectAsync(proxy.Port, SessionTimeout));
    }

    [TestMethod]
    public async Task DisposeAsync_BytesUnderWay_DoesNotWaitForThem()
    {
        var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var session = await RawSession.ConnectAsync(proxy.Port, SessionTimeout);
        proxy.Delay = TimeSpan.FromHours(1);
        var ping = session.RequestAsync(OpCode.Ping);
        await Eventually.TrueAsync(() => proxy.PingCount == 1);

        await proxy.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => ping);
    }
}
