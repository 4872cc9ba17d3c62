using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

/// <summary>Apache ZooKeeper with SASL by DIGEST-MD5, which takes clients without it as well, and has a port for TLS.</summary>
[TestClass]
public sealed class SaslServerTests
{
    private const string Password = "hidden-password";

    private static readonly TestAuthority Authority = new("Test CA");

    private static JaasFile s_jaas = null!;
    private static ZooKeeperServer s_server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_jaas = new JaasFile(("super", "super-password"), ("shop", Password), ("latin", "pässwörd"), ("cyrillic", "пароль"), ("quoting", "a,b=c:d e"));
        s_server = await s_jaas.StartServerAsync(context.CancellationToken, new ServerTls(Authority.IssueServer()));
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await s_server.DisposeAsync();
        s_jaas.Dispose();
    }

    [TestMethod]
    [DataRow("shop", Password)]
    [DataRow("latin", "pässwörd")]
    [DataRow("cyrillic", "пароль")]
    [DataRow("quoting", "a,b=c:d e")]
    public async Task Connect_RightPassword_IsTheIdentitySasl(string user, string password)
    {
        await using var client = await ConnectAsync(user, password);
        Assert.Contains(new ClientIdentity("sasl", user), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Connect_WithoutSasl_HasNoIdentitySasl()
    {
        await using var client = await TestClient.ConnectAsync(s_server.ConnectionString);
        Assert.DoesNotContain(identity => identity.Scheme == "sasl", await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Connect_WithDigestIdentities_HasAll()
    {
        await using var client = await ConnectAsync("shop", Password, options =>
        {
            options.DigestIdentities.Add(new DigestIdentity("first", "one"));
            options.DigestIdentities.Add(new DigestIdentity("second", "two"));
        });
        var identities = await client.IdentitiesAsync();
        Assert.Contains(new ClientIdentity("sasl", "shop"), identities);
        Assert.Contains(new ClientIdentity("digest", "first"), identities);
        Assert.Contains(new ClientIdentity("digest", "second"), identities);
    }

    [TestMethod]
    public async Task SaslAcl_LetsInTheUserAlone()
    {
        var path = SharedServer.UniquePath();
        await using var shop = await ConnectAsync("shop", Password);
        await using var other = await ConnectAsync("latin", "pässwörd");
        await using var nobody = await TestClient.ConnectAsync(s_server.ConnectionString);
        await shop.CreateAsync(path, "secret"u8.ToArray(), acl: [new Acl(Permissions.All, "sasl", "shop")]);

        Assert.AreEqual(6, (await shop.GetDataAsync(path)).Data!.Length);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => other.GetDataAsync(path));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => nobody.GetDataAsync(path));
    }

    [TestMethod]
    public async Task Creator_IsTheIdentitySasl()
    {
        var path = SharedServer.UniquePath();
        await using var shop = await ConnectAsync("shop", Password);
        await shop.CreateAsync(path, acl: Acl.Creator);
        Assert.Contains(new Acl(Permissions.All, "sasl", "shop"), (await shop.GetAclAsync(path)).Acl);
    }

    [TestMethod]
    [DataRow("shop", "wrong-hidden-password")]
    [DataRow("nobody", "wrong-hidden-password")]
    public async Task Connect_WrongCredentials_ThrowsAuthFailedAndNamesTheUserAlone(string user, string password)
    {
        var log = new RecordingLogger();
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => ConnectAsync(user, password, options => options.LoggerFactory = log));
        Assert.Contains($"{s_server.ConnectionString}: it rejected the credentials of '{user}' by DIGEST-MD5", exception.Message);
        Assert.DoesNotContain("hidden", exception.ToString());
        Assert.Contains(entry => entry.Id == 1051 && entry.Message.Contains($"'{user}'", StringComparison.Ordinal), log.Entries);
        Assert.DoesNotContain(entry => entry.Message.Contains("hidden", StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public async Task Connect_RightPassword_LogsTheUserAlone()
    {
        var log = new RecordingLogger();
        await using var client = await ConnectAsync("shop", Password, options => options.LoggerFactory = log);
        Assert.Contains(entry => entry.Id == 1050 && entry.Message.Contains("'shop' by DIGEST-MD5", StringComparison.Ordinal), log.Entries);
        Assert.DoesNotContain(entry => entry.Message.Contains("hidden", StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public async Task ConnectionLost_SessionIsReattachedWithItsIdentity()
    {
        await using var proxy = await LoopbackProxy.StartAsync(s_server.Port);
        await using var client = await ConnectAsync("shop", Password, options => options.ConnectionString = proxy.ConnectionString);
        var session = client.SessionId;
        await ReconnectAsync(client, proxy);
        Assert.AreEqual(session, client.SessionId);
        Assert.Contains(new ClientIdentity("sasl", "shop"), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Expired_TheNewSessionHasTheIdentity()
    {
        await using var proxy = await LoopbackProxy.StartAsync(s_server.Port);
        await using var client = await ConnectAsync("shop", Password, options => options.ConnectionString = proxy.ConnectionString);
        var session = client.SessionId;
        var states = client.RecordStates();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await RawSession.ExpireAsync(s_server.Port, session, client.SessionPassword.ToArray());
        proxy.RefuseConnections = false;
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.AreNotEqual(session, client.SessionId);
        Assert.Contains(new ClientIdentity("sasl", "shop"), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Provider_RotatedCredentials_ApplyAtTheNextConnection()
    {
        var credentials = new SaslCredentials("shop", Password);
        await using var proxy = await LoopbackProxy.StartAsync(s_server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.Sasl.CredentialsProvider = _ => new(credentials));
        var session = client.SessionId;

        credentials = new SaslCredentials("latin", "pässwörd");
        Assert.Contains(new ClientIdentity("sasl", "shop"), await client.IdentitiesAsync());
        await ReconnectAsync(client, proxy);
        Assert.Contains(new ClientIdentity("sasl", "latin"), await client.IdentitiesAsync());
        Assert.AreEqual(session, client.SessionId);
    }

    [TestMethod]
    [TestCategory("Nightly")] // takes longer than its session may be out of touch, and that has to be longer than a busy machine pauses
    public async Task Provider_WrongForAWhile_IsAuthFailedUntilItIsRight_InTheSameSession()
    {
        var (credentials, attempts) = (new SaslCredentials("shop", Password), 0);
        await using var proxy = await LoopbackProxy.StartAsync(s_server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(8);
            options.Sasl.CredentialsProvider = _ =>
            {
                attempts++;
                return new(credentials);
            };
        });
        var session = client.SessionId;
        var states = client.RecordStates();
        credentials = new SaslCredentials("shop", "rotated by the servers only");
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.AuthFailed);
        Assert.Contains("rejected the credentials of 'shop'", client.ConnectFailures.Single());

        // Together they take longer than a session without a connection lives: a server that rejects the client has seen the session nevertheless.
        await Eventually.TrueAsync(() => attempts >= 10);
        credentials = new SaslCredentials("shop", Password);
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.AreEqual(session, client.SessionId);
        Assert.Contains(new ClientIdentity("sasl", "shop"), await client.IdentitiesAsync());
    }

    [TestMethod]
    public async Task Connect_OverTls_HasTheIdentity()
    {
        await using var client = await ConnectAsync("shop", Password, options =>
        {
            options.ConnectionString = $"localhost:{s_server.SecurePort}";
            options.Tls.Enabled = true;
            options.Tls.CaCertificates.Add(Authority.Certificate);
        });
        Assert.Contains(new ClientIdentity("sasl", "shop"), await client.IdentitiesAsync());
    }

    private static Task<ZooKeeperClient> ConnectAsync(string user, string password, Action<ZooKeeperClientOptions>? configure = null) =>
        TestClient.ConnectAsync(s_server.ConnectionString, options =>
        {
            (options.Sasl.UserName, options.Sasl.Password) = (user, password);
            configure?.Invoke(options);
        });

    private static async Task ReconnectAsync(ZooKeeperClient client, LoopbackProxy proxy)
    {
        var states = client.RecordStates();
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await states.NextAsync(state => state == SessionState.Connected);
    }
}
