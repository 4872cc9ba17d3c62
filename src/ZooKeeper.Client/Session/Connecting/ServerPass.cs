using System.Net;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Sasl;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>One pass over the servers of the connect string, in random order, until one completes a handshake.</summary>
internal sealed class ServerPass(ConnectString connectString, ZooKeeperClientOptions options, TlsPortProbe tlsPorts, ILogger logger)
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);

    private readonly List<ServerFailure> _failures = [];
    private readonly HashSet<(ServerAddress Server, IPEndPoint EndPoint)> _refusing = [];

    public IReadOnlyList<ServerFailure> Failures => _failures;

    /// <summary>Whether an address was there but would not talk: of a wiped ensemble, or one without quorum. Others may be down as well.</summary>
    public bool AnyRefused => _failures.Exists(failure => failure.Cause is HandshakeRefusedException);

    /// <summary>Whether a server has decided that this client is not who it says.</summary>
    public bool AnyRejected => _failures.Exists(failure => failure.Cause is SaslException { IsRejection: true });

    /// <summary>When a server last knew the session that was shown to it, though the connection came to nothing; null if none did.</summary>
    public long? SessionLastSeen { get; private set; }

    // Each server gets its share of the session timeout, so that all, and one of them again, can be tried before the session is over: a server
    // that is just starting may leave a connection without an answer for ever.
    private TimeSpan AttemptTimeout => TimeSpan.FromTicks(
        Math.Clamp(options.SessionTimeout.Ticks / (connectString.Servers.Count + 1), ShortestTimeout.Ticks, LongestTimeout.Ticks));

    /// <returns>The handshake, whose response may say that the session is over; or null if no server answered.</returns>
    public async Task<Handshake?> RunAsync(SessionTicket ticket, CancellationToken cancellationToken)
    {
        var servers = connectString.Servers.ToArray();
        Random.Shared.Shuffle(servers);
        foreach (var server in servers)
        {
            if (await TryServerAsync(server, ticket, cancellationToken).ConfigureAwait(false) is { } handshake)
            {
                return handshake;
            }
        }

        return null;
    }

    /// <summary>Tries those that refused once more, as a client for which a read-only server will do: to others these look like any server without quorum.</summary>
    public async Task<Handshake?> RunReadOnlyAsync(long lastZxidSeen, CancellationToken cancellationToken)
    {
        _failures.RemoveAll(failure => failure.Cause is HandshakeRefusedException); // they are asked again, and say why again
        foreach (var (server, endPoint) in _refusing.ToArray())
        {
            if (await TryAddressesAsync(server, [endPoint], SessionTicket.ForReadOnlySession(lastZxidSeen), cancellationToken)
                .ConfigureAwait(false) is { } handshake)
            {
                return handshake;
            }
        }

        return null;
    }

    private async Task<Handshake?> TryServerAsync(ServerAddress server, SessionTicket ticket, CancellationToken cancellationToken)
    {
        List<IPEndPoint> addresses;
        try
        {
            addresses = await HostLookup.ResolveAsync(server, AttemptTimeout, options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            _failures.Add(new ServerFailure(server.ToString(), e));
            return null;
        }

        return await TryAddressesAsync(server, addresses, ticket, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Handshake?> TryAddressesAsync(ServerAddress server, List<IPEndPoint> untried, SessionTicket ticket, CancellationToken cancellationToken)
    {
        while (untried.Count > 0)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var timeout = new CancellationTokenSource(AttemptTimeout, options.TimeProvider);
            using var registration = timeout.Token.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), attempt);
            ServerConnection? connection = null;
            try
            {
                connection = await TcpConnector.ConnectAsync(server, untried, options.TimeProvider, attempt.Token).ConfigureAwait(false);
                if (options.Tls.Enabled)
                {
                    await new TlsHandshake(options, logger).PerformAsync(connection, AttemptTimeout, attempt.Token).ConfigureAwait(false);
                }

                return await ShakeHandsAsync(connection, ticket, attempt.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                connection?.Dispose();
                if (connection is null)
                {
                    _failures.Add(new ServerFailure(server.ToString(), e is OperationCanceledException ? NoAnswer() : e));
                    return null; // none of the addresses that are left accepts a connection
                }

                var cause = await CauseAsync(connection, e, isFirstConnection: ticket is { SessionId: 0, LastZxidSeen: 0 }, attempt.Token).ConfigureAwait(false);
                _failures.Add(new ServerFailure(connection.ToString(), cause));
                if (cause is HandshakeRefusedException)
                {
                    _refusing.Add((server, connection.EndPoint));
                }

                untried.Remove(connection.EndPoint);
            }
            catch
            {
                connection?.Dispose();
                throw;
            }
        }

        return null;
    }

    private async Task<Handshake> ShakeHandsAsync(ServerConnection connection, SessionTicket ticket, CancellationToken cancellationToken)
    {
        // Before the handshake: a callback that fails must not leave a session behind each time.
        var credentials = await ConnectionCredentials.ObtainAsync(options, connection.Address.Host, cancellationToken).ConfigureAwait(false);
        using var sasl = credentials.Sasl;
        var handshake = await Handshake.PerformAsync(connection, ticket, credentials, options, cancellationToken).ConfigureAwait(false);
        if (handshake.Response.IsExpired || sasl is null)
        {
            return handshake;
        }

        try
        {
            await SaslExchange.PerformAsync(handshake, sasl, logger, cancellationToken).ConfigureAwait(false);
            return handshake;
        }
        catch
        {
            SessionLastSeen = handshake.Response.SessionId == ticket.SessionId ? handshake.Reader.LastReceived : SessionLastSeen;
            handshake.Dispose();
            throw;
        }
    }

    private async Task<Exception> CauseAsync(ServerConnection connection, Exception e, bool isFirstConnection, CancellationToken cancellationToken)
    {
        if (e is OperationCanceledException)
        {
            return options.Tls.Enabled && !connection.IsSecured ? NoAnswer(" to the TLS handshake") : NoAnswer();
        }

        // Who has been connected knows the port; and when servers close connections there must not be more of them.
        return e is HandshakeRefusedException && isFirstConnection && !options.Tls.Enabled
            && await tlsPorts.IsForTlsAsync(connection, cancellationToken).ConfigureAwait(false)
            ? new TlsException("it is a port for TLS, and Tls.Enabled is not set", e)
            : e;
    }

    private TimeoutException NoAnswer(string toWhat = "") => new($"no answer{toWhat} within {AttemptTimeout.TotalMilliseconds:F0} ms");
}
