using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>Contains the authorities that may issue server certificates: those of the options, or those of the system.</summary>
internal sealed class TrustedAuthorities : IDisposable
{
    private readonly ZooKeeperTlsOptions _options;
    private readonly X509Certificate2Collection _fromFile;

    private TrustedAuthorities(ZooKeeperTlsOptions options, X509Certificate2Collection fromFile)
    {
        _options = options;
        _fromFile = fromFile;
    }

    /// <exception cref="ArgumentException">The file is missing or invalid.</exception>
    public static TrustedAuthorities Load(ZooKeeperTlsOptions options) =>
        new(options, options.CaFile is { Length: > 0 } path ? Read(OptionFile.Read(nameof(ZooKeeperTlsOptions.CaFile), path)) : []);

    /// <summary>Creates the policy that verifies the chain of a server certificate.</summary>
    public X509ChainPolicy Policy(TimeProvider time, TimeSpan downloadTimeout)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = _options.RevocationMode,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            UrlRetrievalTimeout = downloadTimeout,
            DisableCertificateDownloads = true, // an unverified server must not decide what is downloaded
            VerificationTime = time.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        if (_fromFile.Count + _options.CaCertificates.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_fromFile);
            policy.CustomTrustStore.AddRange(_options.CaCertificates);
        }

        return policy;
    }

    public void Dispose()
    {
        foreach (var certificate in _fromFile)
        {
            certificate.Dispose();
        }
    }

    private static X509Certificate2Collection Read(OptionFile file)
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

        return certificates.Count > 0 ? certificates : throw file.Invalid("contains no certificate in PEM form");
    }
}
