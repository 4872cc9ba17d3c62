using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Apache ZooKeeper that offers version 1.2 of TLS alone, as it does by default.</summary>
[TestClass]
[SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "Each version is tested.")]
public sealed class ProtocolTests
{
    private static readonly TestAuthority Authority = new("Test CA");

    private static ZooKeeperServer s_server = null!;

    private static string Secure => $"localhost:{s_server.SecurePort}";

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await ZooKeeperServer.StartAsync(
        new ZooKeeperServerOptions
        {
            Tls = new ServerTls(Authority.IssueServer())
            {
                ExtraConfiguration = new Dictionary<string, string> { ["ssl.protocol"] = "TLSv1.2", ["ssl.enabledProtocols"] = "TLSv1.2" },
            },
        },
        context.CancellationToken);

    [ClassCleanup]
    public static ValueTask StopAsync() => s_server.DisposeAsync();

    [TestMethod]
    public async Task Connect_BothVersionsPermitted_AgreesOnTheServers()
    {
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(Secure, options =>
        {
            options.Tls.Enabled = true;
            options.Tls.CaCertificates.Add(Authority.Certificate);
            options.LoggerFactory = log;
        });
        Assert.Contains(entry => entry.Id == 1041 && entry.Message.Contains("Tls12", StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public Task Connect_OtherVersionPermittedAlone_NamesTheOption() => ConnectFailure.ContainingAsync(
        "the TLS handshake failed, with Tls13 permitted by Tls.Protocols", Secure, tls =>
        {
            tls.CaCertificates.Add(Authority.Certificate);
            tls.Protocols = SslProtocols.Tls13;
        });
}
