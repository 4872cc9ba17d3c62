using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

/// <summary>Apache ZooKeeper that serves nobody who has not authenticated himself by SASL.</summary>
[TestClass]
public sealed class SaslDemandedTests
{
    private static JaasFile s_jaas = null!;
    private static ZooKeeperServer s_server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_jaas = new JaasFile(("shop", "hidden-password"));
        s_server = await s_jaas.StartServerAsync(context.CancellationToken, tls: null, "-Dzookeeper.sessionRequireClientSASLAuth=true");
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await s_server.DisposeAsync();
        s_jaas.Dispose();
    }

    [TestMethod]
    public async Task Request_WithSasl_IsServed()
    {
        await using var client = await ConnectAsync("hidden-password");
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task Request_WithoutSasl_ThrowsAndSaysWhatToSet()
    {
        await using var client = await TestClient.ConnectAsync(
            s_server.ConnectionString, options => options.DigestIdentities.Add(new DigestIdentity("shop", "hidden-password")));
        var states = client.RecordStates();
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => client.ExistsAsync("/"));
        Assert.AreEqual(ErrorCode.SessionClosedRequireAuth, exception.ErrorCode);
        Assert.Contains("Set Sasl.UserName and Sasl.Password", exception.Message);
        await states.NextAsync(state => state == SessionState.AuthFailed);
    }

    [TestMethod]
    public async Task Mirror_WithoutSasl_SaysThatAuthenticationIsDemanded()
    {
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(s_server.ConnectionString, options => options.LoggerFactory = log);
        await using var mirror = client.Mirror("/");
        await Eventually.TrueAsync(() => log.Entries.Count(entry => entry.Id == 1051) >= 3);
        Assert.Contains(
            entry => entry.Id == 1051 && entry.Message.Contains("it requires an authentication that this connection does not have", StringComparison.Ordinal),
            log.Entries);
        Assert.DoesNotContain("3.6", mirror.LastError?.Message ?? "");
        Assert.DoesNotContain(entry => entry.Message.Contains("3.6", StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public async Task Connect_WrongPassword_ThrowsAuthFailed()
    {
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => ConnectAsync("wrong-hidden-password"));
        Assert.Contains("it rejected the credentials of 'shop' by DIGEST-MD5 (SASL, SessionClosedRequireAuth)", exception.Message);
        Assert.DoesNotContain("hidden", exception.ToString());
    }

    private static Task<ZooKeeperClient> ConnectAsync(string password) =>
        TestClient.ConnectAsync(s_server.ConnectionString, options => (options.Sasl.UserName, options.Sasl.Password) = ("shop", password));
}
