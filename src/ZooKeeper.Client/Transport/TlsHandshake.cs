using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Transport;

/// <summary>Performs the TLS handshake of a new connection.</summary>
internal sealed partial class TlsHandshake(ZooKeeperClientOptions options, ILogger logger)
{
    private readonly ZooKeeperTlsOptions _tls = options.Tls;

    /// <exception cref="TlsException">The handshake failed. The message says why.</exception>
    /// <exception cref="ArgumentException">A file that an option names is no longer valid.</exception>
    /// <exception cref="TimeoutException">The client certificate was not available in time.</exception>
    public async Task PerformAsync(ServerConnection server, TimeSpan downloadTimeout, CancellationToken cancellationToken)
    {
        // A trailing dot makes a name absolute for DNS, but is not part of names in certificates (RFC 6066).
        var host = (_tls.TargetHost is { Length: > 0 } name ? name : server.Address.Host).TrimEnd('.');
        var check = new ServerCertificateCheck(host, _tls, options.TimeProvider);
        using var authorities = TrustedAuthorities.Load(_tls);
        var credentials = await ClientCredentials.LoadAsync(_tls, cancellationToken).ConfigureAwait(false);
        var stream = new SslStream(server.Stream, leaveInnerStreamOpen: false);
        try
        {
            var settings = new SslClientAuthenticationOptions
            {
                TargetHost = host,
                EnabledSslProtocols = _tls.Protocols,
                CertificateChainPolicy = authorities.Policy(options.TimeProvider, downloadTimeout),
                RemoteCertificateValidationCallback = check.Verify,
                ClientCertificateContext = credentials.Context,
                LocalCertificateSelectionCallback = credentials.Context is null ? credentials.SelectNone : null,
                AllowRenegotiation = false,
                AllowTlsResume = false, // verify each connection in full, with the current certificates
            };
            await stream.AuthenticateAsClientAsync(settings, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var cause = Explain(e, check, credentials);
            await stream.DisposeAsync().ConfigureAwait(false);
            credentials.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw cause;
        }

        server.Secure(stream, credentials);
        if (_tls.DangerousAcceptAnyServerCertificate)
        {
            LogNotVerified(logger, server.ToString(), check.Failure ?? "nothing");
        }

        LogSecured(logger, server.ToString(), stream.SslProtocol, stream.NegotiatedCipherSuite, stream.RemoteCertificate?.Subject ?? "");
    }

    private Exception Explain(Exception e, ServerCertificateCheck check, ClientCredentials credentials) => e switch
    {
        _ when check.IsRejected => new TlsException(check.Failure!, e, check.IsLasting),
        _ when credentials.Rejection(e) is { } rejection => rejection,
        IOException when credentials.Hint(e) is { } hint => new TlsException($"it closed the connection during the TLS handshake: {hint}", e),
        IOException => new TlsException(
            "it closed the connection instead of answering with TLS. This is probably its port without TLS "
            + "(secureClientPort is the one with TLS). Otherwise, see its log",
            e),
        AuthenticationException { InnerException: null } => new TlsException("its answer is not TLS, so this is not its TLS port (secureClientPort)", e),
        AuthenticationException => new TlsException(
            $"the TLS handshake failed, with {_tls.Protocols} permitted by Tls.Protocols: {e.GetBaseException().Message}", e),
        _ => e,
    };

    [LoggerMessage(1040, LogLevel.Warning,
        "Did not verify the certificate of {Server}, because Tls.DangerousAcceptAnyServerCertificate is set. The problem is: {Failure}. "
        + "Anyone between client and server can read and change everything")]
    private static partial void LogNotVerified(ILogger logger, string server, string failure);

    [LoggerMessage(1041, LogLevel.Debug, "Encrypted the connection to {Server} with {Protocol}, {CipherSuite}, certificate {Subject}")]
    private static partial void LogSecured(ILogger logger, string server, SslProtocols protocol, TlsCipherSuite cipherSuite, string subject);
}
