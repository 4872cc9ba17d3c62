using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>Reads the client certificate with its private key, followed by its intermediate certificates, from PEM or PKCS#12.</summary>
internal static class ClientCertificateFile
{
    /// <exception cref="ArgumentException">A file is missing or invalid. The message names the option.</exception>
    public static X509Certificate2Collection Read(string path, string? keyPath, string? password)
    {
        var file = OptionFile.Read(nameof(ZooKeeperTlsOptions.ClientCertificateFile), path);
        if (file.IsPem)
        {
            return ReadPem(file, string.IsNullOrEmpty(keyPath) ? file : OptionFile.Read(nameof(ZooKeeperTlsOptions.ClientKeyFile), keyPath), password);
        }

        return string.IsNullOrEmpty(keyPath)
            ? ReadPkcs12(file, password)
            : throw file.Invalid("is not PEM, but Tls.ClientKeyFile is set. A PKCS#12 file contains its own key");
    }

    private static X509Certificate2Collection ReadPem(OptionFile file, OptionFile keyFile, string? password)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(file.Text);
        }
        catch (CryptographicException e)
        {
            throw file.Invalid("contains a damaged certificate", e);
        }

        if (certificates.Count == 0)
        {
            throw file.Invalid("contains no certificate in PEM form");
        }

        using var withoutKey = certificates[0];
        certificates[0] = ForSslStream(WithKey(withoutKey, keyFile, password));
        return certificates;
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, OptionFile keyFile, string? password)
    {
        var pem = certificate.ExportCertificatePem();
        var key = keyFile.Text;
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            throw keyFile.Invalid("contains no private key in PEM form");
        }

        var isEncrypted = key.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        if (isEncrypted && string.IsNullOrEmpty(password))
        {
            throw keyFile.Invalid("has an encrypted private key, but Tls.ClientCertificatePassword is not set");
        }

        try
        {
            return isEncrypted ? X509Certificate2.CreateFromEncryptedPem(pem, key, password) : X509Certificate2.CreateFromPem(pem, key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw keyFile.Invalid(
                $"does not have the private key of the certificate '{certificate.Subject}', or it cannot be read"
                + $"{(isEncrypted ? " with Tls.ClientCertificatePassword" : "")}",
                e);
        }
    }

    private static X509Certificate2Collection ReadPkcs12(OptionFile file, string? password)
    {
        X509Certificate2Collection certificates;
        try
        {
            certificates = X509CertificateLoader.LoadPkcs12Collection(file.Bytes, password);
        }
        catch (CryptographicException e)
        {
            throw file.Invalid("is neither PEM nor a PKCS#12 file that Tls.ClientCertificatePassword opens", e);
        }

        var leaf = certificates.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw file.Invalid("has no private key");
        certificates.Remove(leaf);
        certificates.Insert(0, leaf);
        return certificates;
    }

    // On Windows, TLS does not accept keys that are only in memory, such as those from PEM.
    private static X509Certificate2 ForSslStream(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }

        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
    }
}
