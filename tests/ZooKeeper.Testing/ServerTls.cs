using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Testing;

/// <summary>A TLS port beside the plain port of a <see cref="ZooKeeperServer"/>, both served by Netty.</summary>
/// <param name="certificate">The server's certificate, with its private key.</param>
public sealed class ServerTls(X509Certificate2 certificate)
{
    private const string StorePassword = "store-password";

    /// <summary>The authorities of clients' certificates. The default value is none: the server asks clients for no certificate.</summary>
    public X509Certificate2Collection TrustedAuthorities { get; init; } = [];

    /// <summary>Whether clients must show a certificate, given trusted authorities. The default value is <see langword="true"/>.</summary>
    public bool RequiresClientCertificate { get; init; } = true;

    /// <summary>Settings for zoo.cfg. They override those of TLS.</summary>
    public IReadOnlyDictionary<string, string> ExtraConfiguration { get; init; } = new Dictionary<string, string>();

    private string ClientAuthentication => TrustedAuthorities.Count == 0 ? "none" : RequiresClientCertificate ? "need" : "want";

    internal IEnumerable<KeyValuePair<string, string>> Settings(ServerFolder folder, int securePort)
    {
        yield return new("serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory");
        yield return new("secureClientPort", $"{securePort}");
        yield return new("secureClientPortAddress", "127.0.0.1");
        yield return new("ssl.keyStore.location", folder.KeyStore);
        yield return new("ssl.keyStore.password", StorePassword);
        yield return new("ssl.protocol", "TLSv1.3"); // without all three settings, 3.8 offers version 1.2 only
        yield return new("ssl.enabledProtocols", "TLSv1.3,TLSv1.2");
        yield return new("ssl.ciphersuites", "TLS_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        yield return new("ssl.clientAuth", ClientAuthentication);
        if (TrustedAuthorities.Count > 0)
        {
            yield return new("ssl.trustStore.location", folder.TrustStore);
        }

        foreach (var setting in ExtraConfiguration)
        {
            yield return setting;
        }
    }

    // Java trusts a certificate in PKCS#12 only with an attribute of Java's own; in PEM it needs none.
    internal void WriteStores(ServerFolder folder)
    {
        File.WriteAllBytes(folder.KeyStore, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, StorePassword));
        File.WriteAllText(folder.TrustStore, string.Join('\n', TrustedAuthorities.Select(authority => authority.ExportCertificatePem())));
    }
}
