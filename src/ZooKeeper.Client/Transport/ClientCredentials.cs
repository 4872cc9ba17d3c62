using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>The client's side of mutual TLS: the certificate to show, if there is one, and whether the server has asked for it.</summary>
internal sealed class ClientCredentials : IDisposable
{
    private const string Missed = "none is set (Tls.ClientCertificateFile)";

    private readonly X509Certificate2? _certificate;
    private readonly X509Certificate2Collection _owned;
    private bool _wereMissed;

    private ClientCredentials(X509Certificate2? certificate, X509Certificate2Collection owned, X509Certificate2Collection intermediates)
    {
        _certificate = certificate;
        _owned = owned;

        // Offline: nothing is downloaded in order to complete what is sent.
        Context = certificate is null ? null : SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    public SslStreamCertificateContext? Context { get; }

    /// <exception cref="ArgumentException">An option is missing or contradicts another, or a file is not what it should be.</exception>
    public static ClientCredentials Load(ZooKeeperTlsOptions options)
    {
        if (options.ClientCertificateProvider is { } provider)
        {
            return string.IsNullOrEmpty(options.ClientCertificateFile) && string.IsNullOrEmpty(options.ClientKeyFile)
                ? FromProvider(provider)
                : throw new ArgumentException("Tls.ClientCertificateProvider and Tls.ClientCertificateFile are both set; there can be one certificate.");
        }

        if (options.ClientCertificateFile is { Length: > 0 } path)
        {
            var certificates = ClientCertificateFile.Read(path, options.ClientKeyFile, options.ClientCertificatePassword);
            var leaf = certificates[0];
            return new ClientCredentials(leaf, certificates, [.. certificates.Skip(1)]);
        }

        return string.IsNullOrEmpty(options.ClientKeyFile)
            ? new ClientCredentials(certificate: null, owned: [], intermediates: [])
            : throw new ArgumentException("Tls.ClientKeyFile is set, but Tls.ClientCertificateFile is not.");
    }

    /// <summary>Called when there is no certificate, and so learns whether one is missed.</summary>
    public X509Certificate SelectNone(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        // SslStream also asks before it has heard anything from the server.
        _wereMissed |= remoteCertificate is not null || acceptableIssuers.Length > 0;
        return null!;
    }

    /// <summary>The error, if the server has rejected the certificate, or that there is none, by an alert of TLS.</summary>
    public TlsException? Rejection(Exception failure)
    {
        if (AlertIn(failure) is not { } alert)
        {
            return null;
        }

        if (_wereMissed)
        {
            return new TlsException($"it wants a client certificate, and {Missed} ({alert})", failure);
        }

        return _certificate is not null && IsAboutCertificate(alert)
            ? new TlsException(
                $"it does not take the client certificate '{_certificate.Subject}', which ends on {CertificateTime.Text(_certificate.NotAfter)} ({alert})", failure)
            : null;
    }

    /// <summary>What there is to say when the server closes the connection, most likely for another reason.</summary>
    public string? Hint(Exception failure) => _wereMissed ? $"it asked for a client certificate, and {Missed}" : AlertIn(failure);

    public void Dispose()
    {
        foreach (var certificate in _owned)
        {
            certificate.Dispose();
        }
    }

    // A connection that is merely closed has no inner exception, or that of the socket.
    private static string? AlertIn(Exception failure) =>
        failure.InnerException is null or SocketException ? null : failure.GetBaseException().Message;

    // The words of OpenSSL, of which only these are about a certificate; other systems have words in the user's language.
    private static bool IsAboutCertificate(string alert) =>
        alert.Contains("certificate", StringComparison.OrdinalIgnoreCase) || alert.Contains("unknown ca", StringComparison.OrdinalIgnoreCase);

    private static ClientCredentials FromProvider(Func<X509Certificate2> provider)
    {
        X509Certificate2? certificate;
        try
        {
            certificate = provider();
        }
        catch (Exception e)
        {
            throw new ArgumentException($"Tls.ClientCertificateProvider threw {e.GetType()}.", e);
        }

        return certificate is { HasPrivateKey: true }
            ? new ClientCredentials(certificate, owned: [], intermediates: [])
            : throw new ArgumentException($"Tls.ClientCertificateProvider returned {(certificate is null ? "null" : "a certificate without its private key")}.");
    }
}
