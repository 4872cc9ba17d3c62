using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

/// <summary>Apache ZooKeeper with SASL by GSSAPI, in a Kerberos realm with a KDC on loopback.</summary>
[TestClass]
public sealed class KerberosTests
{
    private const string ShopId = "shop@EXAMPLE.TEST";

    private static readonly TestAuthority Authority = new("Test CA");

    private static KerberosRealm s_realm = null!;
    private static ZooKeeperServer s_server = null!;

    private static string Server => $"localhost:{s_server.Port}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_realm = await KerberosRealm.StartAsync();
        s_server = await s_realm.StartServerAsync(context.CancellationToken, new ServerTls(Authority.IssueServer()));
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await s_server.DisposeAsync();
        await s_realm.DisposeAsync();
    }

    [TestMethod]
    public async Task Connect_WithWhatTheProcessHas_IsItsPrincipal()
    {
        var log = new RecordingLogger();
        await using var client = await ConnectAsync(Server, options => options.LoggerFactory = log);
        Assert.Contains(new ClientIdentity("sasl", ShopId), await client.IdentitiesAsync());
        Assert.Contains(entry => entry.Id == 1050 && entry.Message.Contains("by GSSAPI for zookeeper/localhost", StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public async Task Connect_WithUserAndPassword_IsThatPrincipal()
    {
        await using var client = await ConnectAsync(
            Server, options => (options.Sasl.UserName, options.Sasl.Password) = ("operator", KerberosRealm.OperatorPassword));
        Assert.Contains(new ClientIdentity("sasl", "operator@EXAMPLE.TEST"), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Connect_ByAddressWithTargetHost_IsThePrincipal()
    {
        await using var client = await ConnectAsync($"127.0.0.1:{s_server.Port}", options => options.Sasl.TargetHost = "localhost");
        Assert.Contains(new ClientIdentity("sasl", ShopId), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task SaslAcl_LetsInThePrincipalAlone()
    {
        var path = SharedServer.UniquePath();
        await using var shop = await ConnectAsync(Server);
        await using var nobody = await TestClient.ConnectAsync(Server);
        await shop.CreateAsync(path, "secret"u8.ToArray(), acl: [new Acl(Permissions.All, "sasl", ShopId)]);
        Assert.AreEqual(6, (await shop.GetDataAsync(path)).Data!.Length);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => nobody.GetDataAsync(path));
    }

    [TestMethod]
    public async Task ConnectionLost_SessionIsReattachedWithItsIdentity()
    {
        await using var proxy = await LoopbackProxy.StartAsync(s_server.Port);
        await using var client = await ConnectAsync($"localhost:{proxy.Port}");
        var (session, states) = (client.SessionId, client.RecordStates());
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.AreEqual(session, client.SessionId);
        Assert.Contains(new ClientIdentity("sasl", ShopId), await client.IdentitiesAsync());
    }

    [TestMethod]
    public Task Connect_WrongPassword_SaysSoAndDoesNotShowIt() => FailsAsync(
        "'operator' by GSSAPI for zookeeper/localhost could not be authenticated",
        options => (options.Sasl.UserName, options.Sasl.Password) = ("operator", "wrong-hidden-password"));

    [TestMethod]
    public async Task Connect_NoTicket_SaysSo()
    {
        using var withdrawn = s_realm.WithdrawTickets();
        await FailsAsync(
            "the process's Kerberos identity by GSSAPI for zookeeper/localhost could not be authenticated: Kerberos reports UnknownCredentials (no valid ticket",
            _ => { });
    }

    [TestMethod]
    public Task Connect_UnknownPrincipal_SaysSo() => FailsAsync(
        "Kerberos reports UnknownCredentials (no valid ticket, a wrong password, an unknown principal",
        options => (options.Sasl.UserName, options.Sasl.Password) = ("nobody", "hidden-password"));

    [TestMethod]
    public Task Connect_OtherHost_SaysWhatWasAskedFor() => FailsAsync(
        "by GSSAPI for zookeeper/zk1.example.org could not be authenticated", options => options.Sasl.TargetHost = "zk1.example.org");

    [TestMethod]
    public async Task Connect_OverTls_IsThePrincipal()
    {
        await using var client = await ConnectAsync($"localhost:{s_server.SecurePort}", options =>
        {
            options.Tls.Enabled = true;
            options.Tls.CaCertificates.Add(Authority.Certificate);
        });
        Assert.Contains(new ClientIdentity("sasl", ShopId), await client.IdentitiesAsync());
    }

    [TestMethod]
    public Task Connect_UnknownService_SaysWhatWasAskedFor() => FailsAsync(
        "by GSSAPI for other/localhost could not be authenticated", options => options.Sasl.ServiceName = "other");

    [TestMethod]
    public Task Connect_ByDigestMd5_IsRejected() => FailsAsync("it rejected the credentials of 'shop' by DIGEST-MD5", options =>
        (options.Sasl.Mechanism, options.Sasl.UserName, options.Sasl.Password) = (SaslMechanism.DigestMd5, "shop", "hidden-password"));

    private static async Task FailsAsync(string reason, Action<ZooKeeperClientOptions> configure)
    {
        await using var client = TestClient.Start(Server, options =>
        {
            options.Sasl.Mechanism = SaslMechanism.Gssapi;
            configure(options);
        });
        await Eventually.TrueAsync(() => client.ConnectFailures.Count > 0);
        var failures = string.Join("; ", client.ConnectFailures);
        Assert.Contains(reason, failures);
        Assert.DoesNotContain("hidden", failures);
    }

    private static Task<ZooKeeperClient> ConnectAsync(string server, Action<ZooKeeperClientOptions>? configure = null) => TestClient.ConnectAsync(server, options =>
    {
        options.Sasl.Mechanism = SaslMechanism.Gssapi;
        configure?.Invoke(options);
    });
}
