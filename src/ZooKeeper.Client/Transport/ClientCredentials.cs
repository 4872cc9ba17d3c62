using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>Contains the client's side of mutual TLS: the certificate, if there is one, and whether the server has requested it.</summary>
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

        // Offline: do not download missing intermediate certificates.
        Context = certificate is null ? null : SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    public SslStreamCertificateContext? Context { get; }

    /// <exception cref="ArgumentException">An option is missing or contradicts another option, or a file is invalid.</exception>
    public static ClientCredentials Load(ZooKeeperTlsOptions options)
    {
        if (options.ClientCertificateProvider is { } provider)
        {
            return string.IsNullOrEmpty(options.ClientCertificateFile) && string.IsNullOrEmpty(options.ClientKeyFile)
                ? FromProvider(provider)
                : throw new ArgumentException("Tls.ClientCertificateProvider and Tls.ClientCertificateFile are both set. Set only one of them.");
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

    /// <summary>
    /// Loads the credentials on another thread. Abandons the delegate of the options, and files, that do not return in time: they must not block the session.
    /// </summary>
    /// <exception cref="ArgumentException">An option is missing or contradicts another option, or a file is invalid.</exception>
    /// <exception cref="TimeoutException">Loading took too long.</exception>
    public static async Task<ClientCredentials> LoadAsync(ZooKeeperTlsOptions options, CancellationToken cancellationToken)
    {
        var loading = Task.Run(() => Load(options), cancellationToken);
        try
        {
            return await loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = DisposeLaterAsync(loading);
            throw new TimeoutException("the client certificate was not available in the time that a connection may take");
        }
    }

    /// <summary>Called by TLS if there is no certificate, which shows whether the server requested one.</summary>
    public X509Certificate SelectNone(
        object sender, string targetHost, X509CertificateCollection localCertificates, X509Certificate? remoteCertificate, string[] acceptableIssuers)
    {
        // SslStream also calls this before it has received anything from the server.
        _wereMissed |= remoteCertificate is not null || acceptableIssuers.Length > 0;
        return null!;
    }

    /// <summary>Gets the error if a TLS alert says that the server rejected the certificate, or requires one. Otherwise null.</summary>
    public TlsException? Rejection(Exception failure)
    {
        if (AlertIn(failure) is not { } alert)
        {
            return null;
        }

        if (_wereMissed)
        {
            return new TlsException($"it requires a client certificate, but {Missed} ({alert})", failure);
        }

        return _certificate is not null && IsAboutCertificate(alert)
            ? new TlsException(
                $"it rejected the client certificate '{_certificate.Subject}', which expires on {CertificateTime.Text(_certificate.NotAfter)} ({alert})", failure)
            : null;
    }

    /// <summary>Gets what TLS knows about a closed connection. The server probably closed it for another reason.</summary>
    public string? Hint(Exception failure) => _wereMissed ? $"it requested a client certificate, but {Missed}" : AlertIn(failure);

    public void Dispose()
    {
        foreach (var certificate in _owned)
        {
            certificate.Dispose();
        }
    }

    // If the connection was only closed, there is no inner exception, or it is one of the socket.
    private static string? AlertIn(Exception failure) =>
        failure.InnerException is null or SocketException ? null : failure.GetBaseException().Message;

    // OpenSSL has a fixed set of messages, and only these concern certificates. Other systems localize their messages.
    private static bool IsAboutCertificate(string alert) =>
        alert.Contains("certificate", StringComparison.OrdinalIgnoreCase) || alert.Contains("unknown ca", StringComparison.OrdinalIgnoreCase);

    private static async Task DisposeLaterAsync(Task<ClientCredentials> loading)
    {
        await ((Task)loading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loading.IsCompletedSuccessfully)
        {
            (await loading.ConfigureAwait(false)).Dispose();
        }
    }

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
