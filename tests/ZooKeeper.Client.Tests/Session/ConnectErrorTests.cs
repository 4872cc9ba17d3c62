using System.Net;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>Each way not to connect gives, in time, an error that says what is wrong with which server.</summary>
[TestClass]
public sealed class ConnectErrorTests
{
    [TestMethod]
    public async Task UnknownHost_IsNamed()
    {
        var exception = await FailedConnect.OfAsync("no-such-host.invalid:2181");
        Assert.Contains("no-such-host.invalid:2181", exception.Message);
        Assert.Contains("cannot be resolved", exception.Message);
        Assert.IsNotNull(exception.InnerException);
    }

    [TestMethod]
    public async Task SlowResolution_IsNamed()
    {
        var exception = await FailedConnect.OfAsync(
            "slow.invalid:2181",
            options => options.Resolve = (_, cancellationToken) => new TaskCompletionSource<IPAddress[]>().Task.WaitAsync(cancellationToken),
            step: TimeSpan.FromMilliseconds(100));
        Assert.Contains("slow.invalid:2181: resolving the host name 'slow.invalid' took longer than 7500 ms", exception.Message);
    }

    [TestMethod]
    public async Task ResolutionWithoutAnAddress_IsNamed()
    {
        var exception = await FailedConnect.OfAsync("v6only.invalid:2181", options => options.Resolve = static (_, _) => Task.FromResult<IPAddress[]>([]));
        Assert.Contains("v6only.invalid:2181: the host name 'v6only.invalid' has no address that this computer can use", exception.Message);
    }

    [TestMethod]
    public async Task RefusedConnection_IsNamed()
    {
        var server = $"127.0.0.1:{FreePort.Next()}";
        var exception = await FailedConnect.OfAsync(server);
        Assert.Contains(server, exception.Message);
        Assert.Contains("refused", exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [TestMethod]
    public async Task SeveralServers_EachIsNamedWithItsReason()
    {
        var refusing = $"127.0.0.1:{FreePort.Next()}";
        await using var closing = ScriptedServer.Start(connection => connection.Number == 1 ? connection.ReadHandshakeAsync() : Task.CompletedTask); // the second asks for TLS
        await using var other = ScriptedServer.Start(connection => connection.SendAsync("220 mail.example.org ESMTP\r\n"u8.ToArray()));
        var exception = await FailedConnect.OfAsync($"{refusing},no-such-host.invalid,{closing.ConnectionString},{other.ConnectionString}");
        Assert.Contains($"{refusing}: Connection refused", exception.Message);
        Assert.Contains("no-such-host.invalid:2181: the host name", exception.Message);
        Assert.Contains($"{closing.ConnectionString}: it accepted the connection and closed it", exception.Message);
        Assert.Contains($"{other.ConnectionString}: The answer is not a ZooKeeper handshake. Check that this is a ZooKeeper client port.", exception.Message);
    }

    [TestMethod]
    public async Task PausedServer_IsNamed()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await server.PauseAsync();
        var exception = await FailedConnect.OfAsync(server.ConnectionString, step: TimeSpan.FromMilliseconds(100));
        Assert.Contains(server.ConnectionString, exception.Message);
    }

    [TestMethod]
    public async Task MalformedConnectString_IsNamed()
    {
        var exception = await Assert.ThrowsExactlyAsync<FormatException>(() => ZooKeeperClient.ConnectAsync("zk1:2181,zk2:port"));
        Assert.Contains("the port of server 2", exception.Message);
    }

    [TestMethod]
    public async Task ConnectAsync_Cancelled_ThrowsAtOnce()
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        using var cancellation = new CancellationTokenSource();
        var options = new ZooKeeperClientOptions { ConnectionString = server.ConnectionString, TimeProvider = new ManualTime() }; // which stands still
        var connecting = ZooKeeperClient.ConnectAsync(options, cancellation.Token);
        await Eventually.TrueAsync(() => server.Accepted == 1);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => connecting.WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task Start_ServerNotThereYet_ConnectsWhenItIs()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        proxy.RefuseConnections = true;
        await using var client = TestClient.Start(proxy.ConnectionString);
        var exists = client.ExistsAsync("/");
        await Eventually.TrueAsync(() => client.ConnectFailures.Count == 1);
        Assert.Contains(proxy.ConnectionString, client.ConnectFailures[0]);
        Assert.AreEqual(SessionState.Connecting, client.State);
        Assert.IsNull(client.Server);

        proxy.RefuseConnections = false;
        Assert.IsNotNull(await exists.WaitAsync(TestClient.Deadline));
        Assert.AreEqual(proxy.ConnectionString, client.Server);
        Assert.IsEmpty(client.ConnectFailures);
    }

    [TestMethod]
    public async Task HostName_IsShownWithItsAddress()
    {
        await using var client = await TestClient.ConnectAsync($"localhost:{SharedServer.Server.Port}");
        Assert.IsNotNull(await client.ExistsAsync("/"));
        Assert.AreEqual($"localhost:{SharedServer.Server.Port} (127.0.0.1)", client.Server);
    }
}
