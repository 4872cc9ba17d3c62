using System.Net;
using System.Net.Sockets;
using ZooKeeper.Client.Transport;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Transport;

[TestClass]
public sealed class TcpConnectorTests
{
    private static readonly ServerAddress Address = new("host", 2181);

    [TestMethod]
    public async Task ConnectAsync_FirstAddressRefuses_TakesTheNextAtOnce()
    {
        using var listener = Listen();
        var dead = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        var alive = (IPEndPoint)listener.LocalEndpoint;
        using var connection = await ConnectAsync(dead, dead, alive);
        Assert.AreEqual(alive, connection.EndPoint);
        Assert.AreEqual("host:2181 (127.0.0.1)", connection.ToString());
    }

    [TestMethod]
    public async Task ConnectAsync_FirstAddressSwallowsPackets_TakesTheNextSoon()
    {
        using var silent = new SilentAddress();
        using var listener = Listen();
        var started = TimeProvider.System.GetTimestamp();
        using var connection = await ConnectAsync(silent.EndPoint, (IPEndPoint)listener.LocalEndpoint);
        Assert.AreEqual(listener.LocalEndpoint, connection.EndPoint);
        Assert.IsLessThan(TestClient.Slack, TimeProvider.System.GetElapsedTime(started));
    }

    [TestMethod]
    public async Task ConnectAsync_NoAddressAnswers_ThrowsTheReason()
    {
        var dead = new IPEndPoint(IPAddress.Loopback, FreePort.Next());
        var exception = await Assert.ThrowsExactlyAsync<SocketException>(() => ConnectAsync(dead, dead));
        Assert.AreEqual(SocketError.ConnectionRefused, exception.SocketErrorCode);
    }

    [TestMethod]
    public async Task ConnectAsync_NoAddress_ThrowsHostNotFound()
    {
        var exception = await Assert.ThrowsExactlyAsync<SocketException>(() => ConnectAsync());
        Assert.AreEqual(SocketError.HostNotFound, exception.SocketErrorCode);
    }

    [TestMethod]
    public async Task ConnectAsync_Cancelled_EndsAtOnce()
    {
        using var silent = new SilentAddress();
        using var cancellation = new CancellationTokenSource();
        var connecting = TcpConnector.ConnectAsync(Address, [silent.EndPoint, silent.EndPoint], TimeProvider.System, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => connecting.WaitAsync(TestClient.Deadline));
    }

    private static Task<ServerConnection> ConnectAsync(params IPEndPoint[] endPoints) =>
        TcpConnector.ConnectAsync(Address, endPoints, TimeProvider.System, CancellationToken.None).WaitAsync(TestClient.Deadline);

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
