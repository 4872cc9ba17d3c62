using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>Verifies the certificate of a server, and describes what is wrong with it.</summary>
internal sealed class ServerCertificateCheck(string host, ZooKeeperTlsOptions options, TimeProvider time)
{
    /// <summary>Gets what is wrong with the certificate. Null if nothing is wrong, or the server has not presented it yet.</summary>
    public string? Failure { get; private set; }

    public bool IsRejected => Failure is not null && !options.DangerousAcceptAnyServerCertificate;

    /// <summary>
    /// Gets whether a retry would fail, too, because the authority is not trusted or the name does not match. Other failures can pass, such as an unavailable
    /// revocation list.
    /// </summary>
    public bool IsLasting { get; private set; }

    public bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Failure = errors == SslPolicyErrors.None ? null : string.Join("; ", Reasons(certificate as X509Certificate2, chain, errors));
        IsLasting = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            || (chain?.ChainStatus.Any(status => (status.Status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0) ?? false);
        return !IsRejected;
    }

    private IEnumerable<string> Reasons(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            yield return "it presented no certificate";
            yield break;
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return $"its certificate is for {CertificateNames.Of(certificate)}, and not for '{host}'";
        }

        if (chain is null || !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            yield break;
        }

        var statuses = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        foreach (var element in chain.ChainElements)
        {
            if (Array.Exists(element.ChainElementStatus, status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)))
            {
                yield return Outdated(element.Certificate, isServers: element == chain.ChainElements[0]);
            }
        }

        foreach (var (status, reason) in ChainReasons(certificate, chain))
        {
            if ((statuses & status) != 0)
            {
                yield return reason;
            }

            statuses &= ~status;
        }

        if ((statuses & ~X509ChainStatusFlags.NotTimeValid) is not X509ChainStatusFlags.NoError and var others)
        {
            yield return $"its certificate '{certificate.Subject}' is not valid ({others})";
        }
    }

    private string Outdated(X509Certificate2 certificate, bool isServers)
    {
        var name = isServers ? $"its certificate '{certificate.Subject}'" : $"the certificate '{certificate.Subject}' of its authority";
        return certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime
            ? $"{name} expired on {CertificateTime.Text(certificate.NotAfter)}"
            : $"{name} is not valid before {CertificateTime.Text(certificate.NotBefore)}";
    }

    private IEnumerable<(X509ChainStatusFlags Status, string Reason)> ChainReasons(X509Certificate2 certificate, X509Chain chain)
    {
        var trusted = options.CaFile is { Length: > 0 } ? "not in Tls.CaFile"
            : options.CaCertificates.Count > 0 ? "not in Tls.CaCertificates"
            : "unknown to this system (Tls.CaFile can name it)";
        yield return (
            X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain,
            $"its certificate comes from an authority that is not trusted: '{chain.ChainElements[^1].Certificate.Issuer}' is {trusted}");
        yield return (X509ChainStatusFlags.Revoked, $"its certificate '{certificate.Subject}', or one of its authorities, was revoked");
        yield return (
            X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation,
            $"whether its certificate '{certificate.Subject}' was revoked cannot be determined, which Tls.RevocationMode requires");
        yield return (
            X509ChainStatusFlags.NotValidForUsage,
            $"its certificate '{certificate.Subject}' is not for servers (extended key usage)");
    }
}
