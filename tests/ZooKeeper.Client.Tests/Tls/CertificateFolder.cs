using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>A temporary folder with the files that options of TLS name.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("certificates-").FullName;

    public string Authority(params TestAuthority[] authorities) =>
        Write("ca.pem", string.Join('\n', authorities.Select(authority => authority.Certificate.ExportCertificatePem())));

    public string Certificate(X509Certificate2 certificate) => Write("client.pem", certificate.ExportCertificatePem());

    public string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return Write("client.key", key.ExportPkcs8PrivateKeyPem());
    }

    public string EncryptedKey(X509Certificate2 certificate, string password)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return Write("client.key", key.ExportEncryptedPkcs8PrivateKeyPem(
            password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 1000)));
    }

    /// <summary>One file with the certificate, those that lead to its authority, and the key.</summary>
    public string Bundle(X509Certificate2 certificate, params TestAuthority[] authorities)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        var chain = authorities.Select(authority => authority.Certificate.ExportCertificatePem());
        return Write("bundle.pem", string.Join('\n', [certificate.ExportCertificatePem(), .. chain, key.ExportPkcs8PrivateKeyPem()]));
    }

    public string Pfx(X509Certificate2 certificate, string? password)
    {
        var path = Path.Combine(_path, "client.pfx");
        File.WriteAllBytes(path, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password));
        return path;
    }

    /// <summary>Lets a client show a certificate: in files of a form, or by a provider.</summary>
    public void Show(ZooKeeperTlsOptions tls, X509Certificate2 certificate, string form)
    {
        switch (form)
        {
            case "PEM":
                tls.ClientCertificateFile = Certificate(certificate);
                tls.ClientKeyFile = Key(certificate);
                break;
            case "PEM in one file":
                tls.ClientCertificateFile = Bundle(certificate);
                break;
            case "PEM, encrypted":
                tls.ClientCertificateFile = Certificate(certificate);
                tls.ClientKeyFile = EncryptedKey(certificate, "hidden");
                tls.ClientCertificatePassword = "hidden";
                break;
            case "PFX":
                tls.ClientCertificateFile = Pfx(certificate, "hidden");
                tls.ClientCertificatePassword = "hidden";
                break;
            default:
                tls.ClientCertificateProvider = () => certificate;
                break;
        }
    }

    public string Write(string name, string text)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
