using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Certificates that name a revocation list, which is served on loopback.</summary>
[TestClass]
public sealed class RevocationTests : IDisposable
{
    // Systems keep lists by the authority's name.
    private readonly TestAuthority _authority = new($"Revoking CA {Guid.NewGuid()}");
    private readonly HttpListener _listener = new();
    private readonly string _address = $"http://127.0.0.1:{FreePort.Next()}/";
    private int _downloads;

    public void Dispose() => _listener.Close();

    [TestMethod]
    [DataRow(X509RevocationMode.NoCheck, false)]
    [DataRow(X509RevocationMode.Online, true)]
    public async Task Connect_NotRevoked_Works(X509RevocationMode mode, bool isDownloaded)
    {
        using var certificate = IssueServer();
        Serve(_authority.Revoke());
        await using var server = Start(certificate);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => Trust(options.Tls, mode));
        Assert.AreEqual(SessionState.Connected, client.State);
        Assert.AreEqual(isDownloaded, _downloads > 0);
    }

    [TestMethod]
    public async Task Connect_Revoked_SaysSo()
    {
        using var certificate = IssueServer();
        Serve(_authority.Revoke(certificate));
        await using var server = Start(certificate);
        await ConnectFailure.ContainingAsync("was revoked", server.ConnectionString, tls => Trust(tls, X509RevocationMode.Online));
    }

    [TestMethod]
    public async Task Connect_OfflineWithoutAList_IsRefusedAndNothingIsDownloaded()
    {
        using var certificate = IssueServer();
        Serve(_authority.Revoke());
        await using var server = Start(certificate);
        await ConnectFailure.ContainingAsync(
            "cannot be determined, which Tls.RevocationMode requires", server.ConnectionString, tls => Trust(tls, X509RevocationMode.Offline));
        Assert.AreEqual(0, _downloads);
    }

    private static ScriptedServer Start(X509Certificate2 certificate) => ScriptedServer.Start(async connection =>
    {
        await connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await connection.AcceptAsync();
        await connection.ServeAsync();
    });

    private X509Certificate2 IssueServer() => _authority.IssueServer(revocations: $"{_address}{Guid.NewGuid()}.crl");

    private void Trust(ZooKeeperTlsOptions tls, X509RevocationMode mode)
    {
        tls.Enabled = true;
        tls.CaCertificates.Add(_authority.Certificate);
        tls.RevocationMode = mode;
    }

    private void Serve(byte[] list)
    {
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _ = AnswerAsync();

        async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    Interlocked.Increment(ref _downloads);
                    await context.Response.OutputStream.WriteAsync(list);
                    context.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
