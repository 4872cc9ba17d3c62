using System.Net;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Sasl;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>Tries the servers of the connect string once, in random order, until one completes the handshake.</summary>
internal sealed class ServerPass(
    ConnectString connectString, TimeSpan sessionTimeout, ZooKeeperClientOptions options, TlsPortProbe tlsPorts, ILogger logger)
{
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(10);

    private readonly List<ServerFailure> _failures = [];
    private readonly HashSet<(ServerAddress Server, IPEndPoint EndPoint)> _refusing = [];
    private Task<List<IPEndPoint>>[] _lookups = [];

    public IReadOnlyList<ServerFailure> Failures => _failures;

    /// <summary>Gets whether a server accepted a connection but refused the handshake: it has no quorum, for example, or its ensemble was wiped.</summary>
    public bool AnyRefused => _failures.Exists(failure => failure.Cause is HandshakeRefusedException);

    /// <summary>Gets whether a server rejected the credentials.</summary>
    public bool AnyRejected => _failures.Exists(failure => failure.Cause is SaslException { IsRejection: true });

    /// <summary>Gets whether all addresses of all servers were tried, and each failed for a reason that no retry fixes.</summary>
    public bool IsHopeless => _failures.Count > 0 && _failures.TrueForAll(
        failure => failure.Cause is SaslException { IsRejection: true } or TlsException { IsLasting: true } or JuteException { IsTls: true });

    /// <summary>Gets when a server last confirmed the session, although the connection failed later. Null if no server did.</summary>
    public long? SessionLastSeen { get; private set; }

    // Each address gets a share of the session timeout, so that the client can try all of them, and one again, before the session expires. A server that is
    // starting may never answer. A name that is not resolved yet counts as one address.
    private TimeSpan AttemptTimeout => Share(_lookups.Sum(lookup => lookup.IsCompletedSuccessfully ? Math.Max(lookup.Result.Count, 1) : 1));

    /// <returns>The handshake, or null if no server answered. The handshake's response can be that the session has expired.</returns>
    public async Task<Handshake?> RunAsync(SessionTicket ticket, CancellationToken cancellationToken)
    {
        var servers = connectString.Servers.ToArray();
        Random.Shared.Shuffle(servers);
        _lookups = Array.ConvertAll(servers, server => LookUpAsync(server, Share(servers.Length), cancellationToken));
        for (var i = 0; i < servers.Length; i++)
        {
            List<IPEndPoint> addresses;
            try
            {
                addresses = [.. await _lookups[i].ConfigureAwait(false)];
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _failures.Add(new ServerFailure(servers[i].ToString(), e));
                continue;
            }

            if (await TryAddressesAsync(servers[i], addresses, ticket, cancellationToken).ConfigureAwait(false) is { } handshake)
            {
                return handshake;
            }
        }

        return null;
    }

    /// <summary>
    /// Retries the servers that refused, as a client that accepts a read-only server. To other clients, a read-only server looks like one without a quorum.
    /// </summary>
    public async Task<Handshake?> RunReadOnlyAsync(long lastZxidSeen, CancellationToken cancellationToken)
    {
        _failures.RemoveAll(failure => failure.Cause is HandshakeRefusedException); // the retry adds them again
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

    private TimeSpan Share(int addresses) =>
        TimeSpan.FromTicks(Math.Clamp(sessionTimeout.Ticks / (addresses + 1), ShortestTimeout.Ticks, LongestTimeout.Ticks));

    private Task<List<IPEndPoint>> LookUpAsync(ServerAddress server, TimeSpan patience, CancellationToken cancellationToken)
    {
        var lookup = HostLookup.ResolveAsync(server, patience, options, cancellationToken);
        if (!lookup.IsCompleted)
        {
            // The pass may end before it awaits this lookup.
            _ = lookup.ContinueWith(
                static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return lookup;
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
                    return null; // no remaining address accepts a connection
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
        // Before the handshake, so that a failing delegate does not leave a session behind each time.
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

        // Probe only before the first connection: later the port is known to be right, and servers that close connections must not get more of them.
        return e is HandshakeRefusedException && isFirstConnection && !options.Tls.Enabled
            && await tlsPorts.IsForTlsAsync(connection, cancellationToken).ConfigureAwait(false)
            ? new TlsException("the port is for TLS, but Tls.Enabled is not set", e, isLasting: true)
            : e;
    }

    private TimeoutException NoAnswer(string toWhat = "") => new($"no answer{toWhat} within {AttemptTimeout.TotalMilliseconds:F0} ms");
}
