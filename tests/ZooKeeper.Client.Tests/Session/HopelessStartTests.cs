using System.Net.Security;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>A start does not wait for what no retry heals, if two passes over all servers agree.</summary>
[TestClass]
public sealed class HopelessStartTests
{
    // Far longer than the test: the start must not wait for it.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromMinutes(10);

    private static readonly TestAuthority Authority = new("Unknown CA");

    [TestMethod]
    public async Task ConnectAsync_UntrustedChain_FailsAfterTwoPassesOverAllServers()
    {
        using var certificate = Authority.IssueServer();
        var handshakes = 0;
        Task SecureAsync(ScriptedConnection connection)
        {
            Interlocked.Increment(ref handshakes);
            return connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        }

        await using var first = ScriptedServer.Start(SecureAsync);
        await using var second = ScriptedServer.Start(SecureAsync);
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(
            () => ConnectAsync($"{first.ConnectionString},{second.ConnectionString}", isTls: true).WaitAsync(TestClient.Deadline));

        Assert.Contains("Retrying cannot help: no ZooKeeper server could be used.", exception.Message);
        Assert.Contains($"{first.ConnectionString}: its certificate comes from an authority that is not trusted", exception.Message);
        Assert.Contains($"{second.ConnectionString}: its certificate", exception.Message);
        Assert.IsGreaterThanOrEqualTo(4, handshakes);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task ConnectAsync_PlainClientOnAPortForTls_FailsAfterTwoPasses(bool isFoundByProbe)
    {
        var connections = 0;
        await using var server = ScriptedServer.Start(async connection =>
        {
            // Netty closes the connection instead, and answers only the probe, which is the second one.
            if (isFoundByProbe && Interlocked.Increment(ref connections) != 2)
            {
                await connection.ReadHandshakeAsync();
                return;
            }

            await connection.SendAsync(new byte[] { 0x15, 3, 3, 0, 2, 2, 10 });
            await connection.UntilClosedAsync();
        });
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(
            () => ConnectAsync(server.ConnectionString, isTls: false).WaitAsync(TestClient.Deadline));
        Assert.Contains("the port is for TLS, but Tls.Enabled is not set", exception.Message);
    }

    [TestMethod]
    public async Task ConnectAsync_OneServerCanStillStart_IsWaitedFor()
    {
        using var certificate = Authority.IssueServer();
        await using var untrusted = ScriptedServer.Start(connection => connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }));
        await using var client = TestClient.Start($"{untrusted.ConnectionString},127.0.0.1:{FreePort.Next()}", options => options.Tls.Enabled = true);
        var passes = 0;
        client.ConnectFailed += () => Interlocked.Increment(ref passes);
        var connecting = client.WaitForConnectionAsync();

        await Eventually.TrueAsync(() => Volatile.Read(ref passes) >= 4);

        Assert.IsFalse(connecting.IsCompleted);
    }

    private static Task<ZooKeeperClient> ConnectAsync(string connectionString, bool isTls)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = connectionString, ConnectTimeout = ConnectTimeout };
        options.Tls.Enabled = isTls;
        return ZooKeeperClient.ConnectAsync(options);
    }
}
