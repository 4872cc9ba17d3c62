using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Apache ZooKeeper with Netty, which takes only clients with a certificate, and whose own expired and is for another host.</summary>
[TestClass]
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "Each version is tested.")]
public sealed class StrictServerTests
{
    private static readonly TestAuthority Authority = new("Test CA");
    private static readonly TestAuthority OtherAuthority = new("Other CA");
    private static readonly X509Certificate2 Certificate =
        Authority.IssueServer(["zk1.example.org"], from: TestAuthority.Now.AddYears(-2), until: new DateTimeOffset(2025, 3, 4, 5, 6, 7, TimeSpan.Zero));

    private static ZooKeeperServer s_server = null!;

    private static string Secure => $"localhost:{s_server.SecurePort}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await ZooKeeperServer.StartAsync(
        new ZooKeeperServerOptions { Tls = new ServerTls(Certificate) { TrustedAuthorities = [Authority.Certificate] } }, context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await s_server.DisposeAsync();
        Certificate.Dispose();
    }

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public async Task Connect_ExpiredCertificateOfAnotherHost_SaysBoth(SslProtocols protocol)
    {
        using var certificate = Authority.IssueClient("CN=shop");
        var reason = await FailsAsync("its certificate is for 'zk1.example.org', and not for 'localhost'", protocol, certificate);
        Assert.Contains("its certificate 'CN=zookeeper, O=Test' expired on 2025-03-04 05:06:07Z", reason);
        Assert.DoesNotContain("not trusted", reason);
    }

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public Task Connect_NoClientCertificate_SaysThatOneIsWanted(SslProtocols protocol) =>
        FailsAsync("it requires a client certificate, but none is set (Tls.ClientCertificateFile)", protocol, certificate: null, acceptAny: true);

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public async Task Connect_ClientCertificateOfAnotherAuthority_SaysThatItIsNotTaken(SslProtocols protocol)
    {
        using var files = new CertificateFolder();
        using var certificate = OtherAuthority.IssueClient("CN=alien");
        await ConnectFailure.ContainingAsync("it rejected the client certificate 'CN=alien', which expires on ", Secure, tls =>
        {
            Configure(tls, protocol, certificate: null, acceptAny: true);
            tls.ClientCertificateFile = files.Bundle(certificate);
        });
    }

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public async Task Connect_GoodClientCertificate_Works(SslProtocols protocol)
    {
        using var certificate = Authority.IssueClient("CN=shop");
        await using var client = await TestClient.ConnectAsync(
            Secure, options => Configure(options.Tls, protocol, certificate, acceptAny: true));
        Assert.Contains(new ClientIdentity("x509", "CN=shop"), await client.IdentitiesAsync());
    }

    private static Task<string> FailsAsync(string reason, SslProtocols protocol, X509Certificate2? certificate, bool acceptAny = false) =>
        ConnectFailure.ContainingAsync(reason, Secure, tls => Configure(tls, protocol, certificate, acceptAny));

    private static void Configure(ZooKeeperTlsOptions tls, SslProtocols protocol, X509Certificate2? certificate, bool acceptAny)
    {
        tls.Enabled = true;
        tls.Protocols = protocol;
        tls.CaCertificates.Add(Authority.Certificate);
        tls.ClientCertificateProvider = certificate is null ? null : () => certificate;
        tls.DangerousAcceptAnyServerCertificate = acceptAny;
    }
}
