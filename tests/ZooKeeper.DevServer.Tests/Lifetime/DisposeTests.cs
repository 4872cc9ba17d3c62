using System.Net.Sockets;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Lifetime;

[TestClass]
public sealed class DisposeTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static IEnumerable<object[]> Methods =>
    [
        ["GetSessionsAsync", (ZooKeeperDevServer server) => (Task)server.GetSessionsAsync()],
        ["SetAsync", (ZooKeeperDevServer server) => server.SetAsync("/a", "1")],
        ["SetAsync, several", (ZooKeeperDevServer server) => server.SetAsync([KeyValuePair.Create("/a", (string?)"1")])],
        ["DeleteAsync", (ZooKeeperDevServer server) => server.DeleteAsync("/a")],
        ["DropConnectionsAsync", (ZooKeeperDevServer server) => server.DropConnectionsAsync()],
        ["ExpireSessionAsync", (ZooKeeperDevServer server) => server.ExpireSessionAsync(1)],
        ["ExpireAllSessionsAsync", (ZooKeeperDevServer server) => server.ExpireAllSessionsAsync()],
        ["PauseAsync", (ZooKeeperDevServer server) => server.PauseAsync()],
        ["ResumeAsync", (ZooKeeperDevServer server) => server.ResumeAsync()],
        ["RestartAsync", (ZooKeeperDevServer server) => server.RestartAsync()],
        ["WipeAsync", (ZooKeeperDevServer server) => server.WipeAsync()],
    ];

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public async Task Method_AfterDispose_Throws(string _, Func<ZooKeeperDevServer, Task> method)
    {
        var server = await ZooKeeperDevServer.StartAsync();
        await server.DisposeAsync();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => method(server).WaitAsync(Deadline));
    }

    [TestMethod]
    public async Task Properties_AfterDispose_AreStillThere()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        var (endPoint, connectionString) = (server.EndPoint, server.ConnectionString);
        await server.DisposeAsync();
        Assert.AreEqual(endPoint, server.EndPoint);
        Assert.AreEqual(connectionString, server.ConnectionString);
        Assert.AreEqual(ZooKeeperRelease.V39, server.Release);
    }

    [TestMethod]
    public async Task DisposeAsync_Twice_DoesNothingMore()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        await server.DisposeAsync();
        await server.DisposeAsync();
    }

    [TestMethod]
    public async Task DisposeAsync_SeveralAtOnce_AllEnd()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        await using var session = await server.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.DisposeAsync().AsTask()))).WaitAsync(Deadline);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task DisposeAsync_ClientsConnected_ClosesTheirConnectionsAndThePort()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        using var silent = await RawPeer.ConnectAsync(server);
        await using var session = await server.OpenAsync();
        await using var client = await server.ConnectAsync();
        await server.DisposeAsync();

        await silent.ClosedAsync();
        await session.ClosedAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        await Assert.ThrowsExactlyAsync<SocketException>(() => RawPeer.ConnectAsync(server));
    }

    [TestMethod]
    public async Task DisposeAsync_Paused_ClosesConnections()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        await using var session = await server.OpenAsync();
        await server.PauseAsync();
        await session.SendAsync(OpCode.Ping, xid: Xid.Ping);
        using var handshaking = await RawPeer.ConnectAsync(server);
        await handshaking.SendAsync(WireConnection.Frame(ServerConnections.New(Deadline)));
        await server.DisposeAsync().AsTask().WaitAsync(Deadline);
        await handshaking.DrainAsync();
    }

    [TestMethod]
    public async Task DisposeAsync_RepliesHeldBack_DoesNotWaitForThem()
    {
        var server = await ZooKeeperDevServer.StartAsync();
        await using var session = await server.OpenAsync();
        server.ReplyDelay = TimeSpan.FromHours(1);
        await session.SendAsync(OpCode.Create, new CreateRequest("/a", null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        await session.SendAsync(OpCode.CloseSession);
        await Eventually.TrueAsync(async () => (await server.GetSessionsAsync()).Count == 0);
        await server.DisposeAsync().AsTask().WaitAsync(Deadline);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task DisposeAsync_ClientReadsNothing_DoesNotWaitForIt()
    {
        var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/large"] = new string('x', 1_000_000) } });
        using var peer = await RawPeer.OpenSessionAsync(server);
        for (var xid = 1; xid <= 100; xid++)
        {
            await peer.SendAsync(xid, OpCode.GetData, new ReadRequest("/large", Watch: false));
        }

        await Eventually.TrueAsync(() => peer.Available > 0);
        await server.DisposeAsync().AsTask().WaitAsync(Deadline);
        Assert.IsLessThan(100_000_000, await peer.DrainAsync());
    }

    [TestMethod]
    public async Task DisposeAsync_DuringRequests_EachIsDoneOrFails()
    {
        for (var round = 0; round < 20; round++)
        {
            var server = await ZooKeeperDevServer.StartAsync();
            using var busy = new SemaphoreSlim(0);
            var users = Enumerable.Range(0, 4).Select(user => Task.Run(async () =>
            {
                for (var i = 0; ; i++)
                {
                    try
                    {
                        await server.SetAsync($"/user-{user}", $"{i}");
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }

                    busy.Release();
                }
            })).ToArray();
            await using var session = await server.OpenAsync();
            var client = Task.Run(async () =>
            {
                while (true)
                {
                    try
                    {
                        await session.GetChildren2Async("/");
                    }
                    catch (EndOfStreamException)
                    {
                        return;
                    }
                }
            });

            await busy.WaitAsync(Deadline);
            await server.DisposeAsync().AsTask().WaitAsync(Deadline);
            await Task.WhenAll([.. users, client]).WaitAsync(Deadline);
        }
    }

    [TestMethod]
    public async Task DisposeAsync_WhileClientsConnect_Ends()
    {
        for (var round = 0; round < 20; round++)
        {
            var server = await ZooKeeperDevServer.StartAsync();
            using var connected = new SemaphoreSlim(0);
            var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            {
                try
                {
                    while (true)
                    {
                        using var peer = await RawPeer.ConnectAsync(server);
                        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(Deadline)));
                        connected.Release();
                        await peer.ReceiveAsync();
                    }
                }
                catch (SocketException)
                {
                    // The port is closed.
                }
            })).ToArray();

            await connected.WaitAsync(Deadline);
            await server.DisposeAsync().AsTask().WaitAsync(Deadline);
            await Task.WhenAll(clients).WaitAsync(Deadline);
        }
    }
}
