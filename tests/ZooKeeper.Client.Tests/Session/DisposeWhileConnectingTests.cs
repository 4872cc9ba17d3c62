using System.Net;
using System.Net.Sockets;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>Attempts to connect fail at the very moment at which nobody wants them any more.</summary>
[TestClass]
public sealed class DisposeWhileConnectingTests
{
    private const int Rounds = 1000;

    [TestMethod]
    public async Task DisposeAsync_WhileAnAttemptFails_DoesNotThrow()
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var server = new TcpListener(IPAddress.Loopback, 0);
            server.Start();
            var client = TestClient.Start($"127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}");
            using (var peer = await server.AcceptTcpClientAsync().WaitAsync(TestClient.Deadline))
            {
                // Closed while the client waits for an answer to its handshake.
                await peer.GetStream().ReadExactlyAsync(new byte[4]);
            }

            await client.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task DisposeAsync_WhileAConnectionIsRefused_DoesNotThrow()
    {
        var server = $"127.0.0.1:{FreePort.Next()}";
        var lives = Enumerable.Range(0, Rounds).Select(async number =>
        {
            var client = TestClient.Start(server);
            Thread.SpinWait(number * 40);
            await client.DisposeAsync();
        });
        await Task.WhenAll(lives).WaitAsync(TestClient.Deadline);
    }
}
