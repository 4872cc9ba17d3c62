using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Apache ZooKeeper with Netty, whose certificate is good, and which takes clients with and without one of their own.</summary>
[TestClass]
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "Each version is tested.")]
public sealed class TlsServerTests
{
    private const string ShopSubject = "CN=shop, O=Example, C=DE";
    private const string ShopId = "CN=shop,O=Example,C=DE";

    private static readonly TestAuthority Authority = new("Test CA");
    private static readonly TestAuthority OtherAuthority = new("Other CA");

    private static ZooKeeperServer s_server = null!;

    private readonly CertificateFolder _files = new();

    private static string Secure => $"localhost:{s_server.SecurePort}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        using var certificate = Authority.IssueServer();
        s_server = await ZooKeeperServer.StartAsync(
            new ZooKeeperServerOptions { Tls = new ServerTls(certificate) { TrustedAuthorities = [Authority.Certificate], RequiresClientCertificate = false } },
            context.CancellationToken);
    }

    [ClassCleanup]
    public static ValueTask StopAsync() => s_server.DisposeAsync();

    [TestCleanup]
    public void DeleteFiles() => _files.Dispose();

    [TestMethod]
    [DataRow(SslProtocols.Tls12)]
    [DataRow(SslProtocols.Tls13)]
    public async Task Connect_TrustedAuthority_Works(SslProtocols protocol)
    {
        var log = new RecordingLogger();
        var path = SharedServer.UniquePath();
        await using var client = await TestClient.ConnectAsync(Secure, options =>
        {
            Trust(options.Tls);
            options.Tls.Protocols = protocol;
            options.LoggerFactory = log;
        });
        await client.CreateAsync(path, new byte[500_000]);
        Assert.AreEqual(500_000, (await client.GetDataAsync(path)).Data!.Length);
        Assert.Contains(entry => entry.Id == 1041 && entry.Message.Contains($"{protocol}", StringComparison.Ordinal), log.Entries);
        Assert.DoesNotContain(entry => entry.Id == 1040, log.Entries);
    }

    [TestMethod]
    public async Task Connect_ByAddress_IsVerifiedAgainstTheAddress()
    {
        await using var client = await TestClient.ConnectAsync($"127.0.0.1:{s_server.SecurePort}", options => Trust(options.Tls));
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task Connect_HostNameWithTrailingDot_IsVerifiedWithoutTheDot()
    {
        await using var client = await TestClient.ConnectAsync(Secure, options => Trust(options.Tls).TargetHost = "localhost.");
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public Task Connect_WrongAuthority_NamesTheIssuerAndTheOption() =>
        ConnectFailure.ContainingAsync("'CN=Test CA' is not in Tls.CaFile", Secure, tls => tls.CaFile = _files.Authority(OtherAuthority));

    [TestMethod]
    public Task Connect_WrongAuthorityInMemory_NamesTheServerTheIssuerAndTheOption() => ConnectFailure.ContainingAsync(
        $"{Secure} (127.0.0.1): its certificate comes from an authority that is not trusted: 'CN=Test CA' is not in Tls.CaCertificates",
        Secure,
        tls => tls.CaCertificates.Add(OtherAuthority.Certificate));

    [TestMethod]
    public Task Connect_AuthorityOfTheSystemOnly_IsNotTrusted() => ConnectFailure.ContainingAsync("'CN=Test CA' is unknown to this system", Secure, _ => { });

    [TestMethod]
    public Task Connect_OtherTargetHost_NamesBothNames() => ConnectFailure.ContainingAsync(
        "its certificate is for 'localhost', '127.0.0.1', and not for 'zk1.example.org'", Secure, tls => Trust(tls).TargetHost = "zk1.example.org");

    [TestMethod]
    public Task Connect_ClockAfterTheCertificatesEnd_SaysThatItExpired() => ConnectFailure.ContainingAsync(
        "its certificate 'CN=zookeeper, O=Test' expired on ", Secure, tls => Trust(tls), options => options.TimeProvider = new LaterClock(TimeSpan.FromDays(400)));

    [TestMethod]
    public Task Connect_WithoutTlsToThePortForTls_SaysSo() =>
        ConnectFailure.ContainingAsync("the port is for TLS, but Tls.Enabled is not set", Secure, tls => tls.Enabled = false);

    [TestMethod]
    public async Task Connect_ToThePlainPort_SaysSo()
    {
        await ConnectFailure.ContainingAsync("This is probably its port without TLS", $"localhost:{s_server.Port}", tls => Trust(tls));
        await ConnectFailure.ContainingAsync("This is probably its port without TLS", SharedServer.ConnectionString, tls => Trust(tls));
    }

    [TestMethod]
    public async Task Connect_AnyCertificateAccepted_WorksAndWarnsAtEachConnection()
    {
        var log = new RecordingLogger();
        await using var proxy = await LoopbackProxy.StartAsync(s_server.SecurePort);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.Tls.Enabled = true;
            options.Tls.DangerousAcceptAnyServerCertificate = true;
            options.LoggerFactory = log;
        });
        await ReconnectAsync(client, proxy);
        var warnings = log.Entries.Where(entry => entry.Id == 1040).ToList();
        Assert.IsGreaterThan(1, warnings.Count);
        Assert.AreEqual(LogLevel.Warning, warnings[0].Level);
        Assert.Contains("'CN=Test CA' is unknown", warnings[0].Message);
    }

    [TestMethod]
    [DataRow("PEM")]
    [DataRow("PEM in one file")]
    [DataRow("PEM, encrypted")]
    [DataRow("PFX")]
    [DataRow("provider")]
    public async Task ClientCertificate_OfEachForm_IsTheIdentityX509(string form)
    {
        using var certificate = Authority.IssueClient(ShopSubject);
        await using var client = await TestClient.ConnectAsync(Secure, options =>
        {
            Trust(options.Tls);
            _files.Show(options.Tls, certificate, form);
        });
        Assert.Contains(new ClientIdentity("x509", ShopId), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task X509Acl_LetsInTheClientWithTheCertificateAlone()
    {
        using var certificate = Authority.IssueClient(ShopSubject);
        using var otherCertificate = Authority.IssueClient("CN=other");
        await using var shop = await TestClient.ConnectAsync(Secure, options => _files.Show(Trust(options.Tls), certificate, "provider"));
        await using var other = await TestClient.ConnectAsync(Secure, options => _files.Show(Trust(options.Tls), otherCertificate, "provider"));
        await using var nobody = await TestClient.ConnectAsync(Secure, options => Trust(options.Tls));
        var path = SharedServer.UniquePath();
        await shop.CreateAsync(path, "secret"u8.ToArray(), acl: [new Acl(Permissions.All, "x509", ShopId)]);

        Assert.AreEqual(6, (await shop.GetDataAsync(path)).Data!.Length);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => other.GetDataAsync(path));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => nobody.GetDataAsync(path));
    }

    [TestMethod]
    public async Task ClientCertificate_FilesReplaced_NextConnectionShowsTheNewOne()
    {
        using var first = Authority.IssueClient("CN=first");
        using var second = Authority.IssueClient("CN=second");
        await using var proxy = await LoopbackProxy.StartAsync(s_server.SecurePort);
        await using var client = await TestClient.ConnectAsync($"localhost:{proxy.Port}", options => _files.Show(Trust(options.Tls), first, "PEM"));
        Assert.Contains(new ClientIdentity("x509", "CN=first"), await client.IdentitiesAsync());

        _files.Certificate(second);
        _files.Key(second);
        await ReconnectAsync(client, proxy);
        Assert.Contains(new ClientIdentity("x509", "CN=second"), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task CaFile_Replaced_NextConnectionTrustsTheNewOneAlone()
    {
        await using var proxy = await LoopbackProxy.StartAsync(s_server.SecurePort);
        await using var client = await TestClient.ConnectAsync($"localhost:{proxy.Port}", options => Trust(options.Tls));
        _files.Authority(OtherAuthority);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.ConnectFailures.Any(reason => reason.Contains("Tls.CaFile", StringComparison.Ordinal)));
        _files.Write("ca.pem", "half-written");
        await Eventually.TrueAsync(() => client.ConnectFailures.Any(reason => reason.Contains("no certificate in PEM form", StringComparison.Ordinal)));

        _files.Authority(OtherAuthority, Authority);
        Assert.IsNotNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task ConnectionLost_SessionIsReattached()
    {
        await using var proxy = await LoopbackProxy.StartAsync(s_server.SecurePort);
        await using var client = await TestClient.ConnectAsync($"localhost:{proxy.Port}", options => Trust(options.Tls));
        var session = client.SessionId;
        var path = await client.CreateAsync(SharedServer.UniquePath(), mode: CreateMode.Ephemeral);
        await ReconnectAsync(client, proxy);
        Assert.AreEqual(session, client.SessionId);
        Assert.AreEqual(session, (await client.ExistsAsync(path.Path))!.Value.EphemeralOwner);
    }

    [TestMethod]
    public async Task Mirror_SeesAChange()
    {
        var path = SharedServer.UniquePath();
        await using var writer = await TestClient.ConnectAsync(s_server.ConnectionString);
        await writer.CreateAsync(path, "old"u8.ToArray());
        await using var client = await TestClient.ConnectAsync(Secure, options => Trust(options.Tls));
        await using var mirror = client.Mirror(path);
        using var timeout = new CancellationTokenSource(TestClient.Deadline);
        var snapshot = await mirror.NextAsync(null, timeout.Token);
        Assert.IsTrue(snapshot.Find(path)!.Data!.Value.Span.SequenceEqual("old"u8));

        await writer.SetDataAsync(path, "new"u8.ToArray());
        snapshot = await mirror.NextAsync(snapshot, timeout.Token);
        Assert.IsTrue(snapshot.Find(path)!.Data!.Value.Span.SequenceEqual("new"u8));
    }

    private static async Task ReconnectAsync(ZooKeeperClient client, LoopbackProxy proxy)
    {
        var states = client.RecordStates();
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await states.NextAsync(state => state == SessionState.Connected);
    }

    private ZooKeeperTlsOptions Trust(ZooKeeperTlsOptions tls)
    {
        tls.Enabled = true;
        tls.CaFile = _files.Authority(Authority);
        return tls;
    }
}
