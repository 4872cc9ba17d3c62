using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>An Apache ZooKeeper with a port for TLS, and with a user of SASL by DIGEST-MD5.</summary>
internal sealed class SecureServer : IAsyncDisposable
{
    private readonly JaasFile _users;
    private readonly ZooKeeperServer _server;

    private SecureServer(JaasFile users, X509Certificate2 authority, ZooKeeperServer server) => (_users, Authority, _server) = (users, authority, server);

    public static SaslCredentials User { get; } = new("benchmark", "benchmark-password");

    public string ConnectionString => _server.ConnectionString;

    public string TlsConnectionString => $"127.0.0.1:{_server.SecurePort}";

    /// <summary>The certificate of the authority that has certified the server.</summary>
    public X509Certificate2 Authority { get; }

    public static async Task<SecureServer> StartAsync()
    {
        var users = new JaasFile((User.UserName, User.Password));
        var authority = new TestAuthority("benchmark");
        var server = await users.StartServerAsync(CancellationToken.None, new ServerTls(authority.IssueServer()));
        return new SecureServer(users, authority.Certificate, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _users.Dispose();
        Authority.Dispose();
    }
}
