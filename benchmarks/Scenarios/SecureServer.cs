using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>An Apache ZooKeeper with a port for TLS, and with a user of SASL by DIGEST-MD5.</summary>
internal sealed class SecureServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly X509Certificate2 _certificate;
    private readonly ZooKeeperServer _server;

    private SecureServer(DirectoryInfo folder, X509Certificate2 certificate, ZooKeeperServer server) =>
        (_folder, _certificate, _server) = (folder, certificate, server);

    public static SaslCredentials User { get; } = new("benchmark", "benchmark-password");

    public string ConnectionString => _server.ConnectionString;

    public string TlsConnectionString => $"127.0.0.1:{_server.SecurePort}";

    /// <summary>The certificate of the server, which is its own authority.</summary>
    public X509Certificate2 Authority => _certificate;

    public static async Task<SecureServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("jaas-");
        var jaas = Path.Combine(folder.FullName, "jaas.conf");
        await File.WriteAllTextAsync(
            jaas, $"Server {{ org.apache.zookeeper.server.auth.DigestLoginModule required user_{User.UserName}=\"{User.Password}\"; }};");
        var certificate = CreateCertificate();
        var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions
        {
            Tls = new ServerTls(certificate),
            JavaArguments = [$"-Djava.security.auth.login.config={jaas}"],
            ExtraConfiguration = new Dictionary<string, string> { ["authProvider.sasl"] = "org.apache.zookeeper.server.auth.SASLAuthenticationProvider" },
        });
        return new SecureServer(folder, certificate, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=benchmark", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
