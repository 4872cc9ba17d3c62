using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Testing;

/// <summary>A certificate authority that exists for one test run.</summary>
public sealed class TestAuthority
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 _issuer;

    /// <param name="name">The authority's common name.</param>
    /// <param name="parent">The authority that certifies it. Null: it is a root.</param>
    public TestAuthority(string name, TestAuthority? parent = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (parent is null)
        {
            _issuer = request.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));
        }
        else
        {
            using var certificate = request.Create(parent._issuer, Now.AddYears(-4), Now.AddYears(4), RandomNumberGenerator.GetBytes(12));
            _issuer = certificate.CopyWithPrivateKey(key);
        }

        Certificate = X509CertificateLoader.LoadCertificate(_issuer.RawData);
    }

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    /// <summary>The authority's own certificate, without its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>A certificate for a server, by default for localhost and 127.0.0.1, valid now, and without the address of a revocation list.</summary>
    public X509Certificate2 IssueServer(string[]? names = null, DateTimeOffset? from = null, DateTimeOffset? until = null, string? revocations = null)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names ?? ["localhost", "127.0.0.1"])
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        return Issue("CN=zookeeper, O=Test", ServerAuthentication, alternatives.Build(), from, until, revocations);
    }

    /// <summary>Returns the signed list of revoked certificates.</summary>
    public byte[] Revoke(params X509Certificate2[] certificates)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in certificates)
        {
            list.AddEntry(certificate);
        }

        return list.Build(_issuer, crlNumber: 1, nextUpdate: Now.AddDays(1), HashAlgorithmName.SHA256);
    }

    public X509Certificate2 IssueClient(string subject) => Issue(subject, ClientAuthentication, alternatives: null, from: null, until: null, revocations: null);

    private X509Certificate2 Issue(
        string subject, string usage, X509Extension? alternatives, DateTimeOffset? from, DateTimeOffset? until, string? revocations)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_issuer, true, false));
        if (alternatives is not null)
        {
            request.CertificateExtensions.Add(alternatives);
        }

        if (revocations is not null)
        {
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocations]));
        }

        using var certificate = request.Create(_issuer, from ?? Now.AddDays(-1), until ?? Now.AddYears(1), RandomNumberGenerator.GetBytes(12));
        return certificate.CopyWithPrivateKey(key);
    }
}
