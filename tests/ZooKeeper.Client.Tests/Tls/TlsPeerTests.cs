using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Peers that no Apache ZooKeeper is: not TLS, silent, or with a chain of authorities.</summary>
[TestClass]
public sealed class TlsPeerTests
{
    private static readonly TestAuthority Authority = new("Test CA");

    [TestMethod]
    public async Task Connect_AnswerIsNotTls_SaysSo()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync("220 mail.example.org ESMTP\r\n"u8.ToArray());
            await connection.UntilClosedAsync();
        });
        await FailsAsync("its answer is not TLS", server);
    }

    [TestMethod]
    public async Task Connect_PeerIsSilent_IsGivenUpInTimeAndSaysAtWhat()
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        await FailsAsync("no answer to the TLS handshake within 1000 ms", server, options => options.SessionTimeout = TimeSpan.FromSeconds(2));
    }

    [TestMethod]
    public async Task Connect_PeerIsSilentAfterTls_SaysThatTheServerDoesNotAnswer()
    {
        using var certificate = Authority.IssueServer();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            await connection.UntilClosedAsync();
        });
        await FailsAsync("no answer within 1000 ms", server, options => options.SessionTimeout = TimeSpan.FromSeconds(2));
    }

    [TestMethod]
    public async Task Connect_ClosedAfterTls_IsRefusedAsWithoutTls()
    {
        using var certificate = Authority.IssueServer();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate });
            await connection.ReadHandshakeAsync();
        });
        await FailsAsync("closed it without an answer (no quorum", server);
    }

    [TestMethod]
    public async Task Connect_WithoutTls_AnswerIsAnAlertOfTls_SaysSo()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.SendAsync(new byte[] { 0x15, 3, 3, 0, 2, 2, 10 });
            await connection.UntilClosedAsync();
        });
        await ConnectFailure.ContainingAsync("the port is for TLS, but Tls.Enabled is not set", server.ConnectionString, tls => tls.Enabled = false);
    }

    [TestMethod]
    public async Task Connect_CertificateIsForClients_SaysSo()
    {
        using var certificate = Authority.IssueClient("CN=127.0.0.1");
        await using var server = ScriptedServer.Start(connection => connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }));
        await FailsAsync("is not for servers", server);
    }

    [TestMethod]
    public async Task Connect_CertificateOfTheFuture_SaysWhenItBegins()
    {
        var begin = TestAuthority.Now.AddYears(1);
        using var certificate = Authority.IssueServer(from: begin, until: TestAuthority.Now.AddYears(2));
        await using var server = ScriptedServer.Start(connection => connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }));
        await FailsAsync($"is not valid before {begin:yyyy-MM-dd HH:mm:ss}Z", server);
    }

    [TestMethod]
    public async Task Connect_RevocationCannotBeChecked_IsRefused()
    {
        using var certificate = Authority.IssueServer();
        await using var server = ScriptedServer.Start(connection => connection.SecureAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }));
        await FailsAsync("which Tls.RevocationMode requires", server, options => options.Tls.RevocationMode = X509RevocationMode.Online);
    }

    [TestMethod]
    public async Task Connect_IntermediateAuthorities_AreShownAndVerified()
    {
        var intermediate = new TestAuthority("Intermediate CA", Authority);
        using var certificate = intermediate.IssueServer();
        using var clientCertificate = intermediate.IssueClient("CN=shop");
        using var files = new CertificateFolder();
        var shown = new TaskCompletionSource<bool>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            var context = SslStreamCertificateContext.Create(certificate, [intermediate.Certificate], offline: true);
            await connection.SecureAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = context,
                ClientCertificateRequired = true,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { Authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
                RemoteCertificateValidationCallback = (_, _, _, errors) => shown.TrySetResult(errors == SslPolicyErrors.None),
            });
            await connection.AcceptAsync();
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options =>
        {
            Trust(options.Tls);
            options.Tls.ClientCertificateFile = files.Bundle(clientCertificate, intermediate);
        });
        Assert.IsTrue(await shown.Task, "the client sent its intermediate certificate");
        Assert.IsNull(await client.ExistsAsync("/a"));
    }

    [TestMethod]
    public async Task HostName_IsSentAsServerName()
    {
        using var certificate = Authority.IssueServer();
        var name = new TaskCompletionSource<string>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            var secured = await connection.SecureAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateSelectionCallback = (_, host) =>
                {
                    name.TrySetResult(host ?? "");
                    return certificate;
                },
            });
            await connection.AcceptAsync();
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync($"localhost:{server.Port}", options => Trust(options.Tls));
        Assert.AreEqual("localhost", await name.Task);
    }

    private static void Trust(ZooKeeperTlsOptions tls)
    {
        tls.Enabled = true;
        tls.CaCertificates.Add(Authority.Certificate);
    }

    private static Task<string> FailsAsync(string reason, ScriptedServer server, Action<ZooKeeperClientOptions>? more = null) =>
        ConnectFailure.ContainingAsync(reason, server.ConnectionString, Trust, more);
}
