using System.Net;
using System.Net.Sockets;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Lifetime;

[TestClass]
public sealed class StartTests
{
    [TestMethod]
    public async Task StartAsync_Default_ServesOnAFreePortOfLoopback()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        Assert.AreEqual(IPAddress.Loopback, server.EndPoint.Address);
        Assert.AreNotEqual(0, server.EndPoint.Port);
        Assert.AreEqual($"127.0.0.1:{server.EndPoint.Port}", server.ConnectionString);
        Assert.AreEqual(ZooKeeperRelease.V39, server.Release);
        await using var client = await server.ConnectAsync();
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task StartAsync_Port_ServesThere()
    {
        var port = FreePort.Next();
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = port });
        Assert.AreEqual(port, server.EndPoint.Port);
        await using var session = await server.OpenAsync();
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task StartAsync_Ipv6_ServesThere_AndTheConnectionStringIsAsClientsWriteIt()
    {
        if (!Socket.OSSupportsIPv6)
        {
            Assert.Inconclusive("This machine has no IPv6.");
        }

        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Address = IPAddress.IPv6Loopback });
        Assert.AreEqual($"[::1]:{server.EndPoint.Port}", server.ConnectionString);
        await using var client = await server.ConnectAsync();
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task StartAsync_PortTaken_Throws_AndTheOtherServerGoesOn()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var bystander = await Bystander.ConnectAsync(server);
        var exception = await Assert.ThrowsExactlyAsync<SocketException>(
            () => ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = server.EndPoint.Port }));
        Assert.AreEqual(SocketError.AddressAlreadyInUse, exception.SocketErrorCode);
        await bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task StartAsync_AddressOfAnotherMachine_Throws()
    {
        // From the range that is kept for documentation.
        var options = new ZooKeeperDevServerOptions { Address = IPAddress.Parse("192.0.2.1") };
        await Assert.ThrowsExactlyAsync<SocketException>(() => ZooKeeperDevServer.StartAsync(options));
    }

    [TestMethod]
    public async Task StartAsync_Cancelled_Throws()
    {
        var port = FreePort.Next();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = port }, new CancellationToken(canceled: true)));
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = port });
    }

    [TestMethod]
    public async Task StartAsync_PortOfADisposedServer_ServesAtOnce()
    {
        var first = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Port = FreePort.Next() });
        var options = new ZooKeeperDevServerOptions { Port = first.EndPoint.Port };
        await using var left = await first.OpenAsync();
        await first.DisposeAsync();

        // The server closed first, so the old connection lingers on the port.
        for (var i = 0; i < 5; i++)
        {
            await using var next = await ZooKeeperDevServer.StartAsync(options);
            await using var session = await next.OpenAsync();
            (await session.PingAsync()).Ok();
        }
    }

    [TestMethod]
    public async Task StartAsync_ManyAtOnce_AllServe()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ZooKeeperDevServer.StartAsync()));
        Assert.HasCount(servers.Length, servers.Select(server => server.EndPoint.Port).Distinct());
        foreach (var server in servers)
        {
            await using var session = await server.OpenAsync();
            Assert.AreEqual(1, (await session.SyncAsync("/")).Zxid, "the session's opening is the first transaction");
        }

        await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
    }
}
