using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Performs the first exchange on a connection (docs/protocol.md, "Handshake"). The client sends nothing after the request until it has read the response:
/// if the session has expired, the server closes at once, and bytes in flight could turn its answer into a reset.
/// </summary>
internal sealed class Handshake : IDisposable
{
    private Handshake(ServerConnection server, FrameReader reader, ConnectResponse response, ConnectionCredentials credentials, long requested)
    {
        Requested = requested;
        Server = server;
        Reader = reader;
        Response = response;
        Credentials = credentials;
    }

    /// <summary>Gets the timestamp at which the request was about to be sent.</summary>
    public long Requested { get; }

    public ServerConnection Server { get; }

    public FrameReader Reader { get; }

    public ConnectResponse Response { get; }

    /// <summary>Gets the credentials for this connection.</summary>
    public ConnectionCredentials Credentials { get; }

    /// <exception cref="HandshakeRefusedException">The server closed the connection without an answer.</exception>
    public static async Task<Handshake> PerformAsync(
        ServerConnection server, SessionTicket ticket, ConnectionCredentials credentials, ZooKeeperClientOptions options, CancellationToken cancellationToken)
    {
        var reader = new FrameReader(server.Stream, options.MaxReplyLength, options.TimeProvider);
        try
        {
            var requested = options.TimeProvider.GetTimestamp();
            using var request = Encode(ticket, options.SessionTimeout);
            await server.Stream.WriteAsync(request.WrittenMemory, cancellationToken).ConfigureAwait(false);
            var response = await reader.ReadHandshakeAsync(cancellationToken).ConfigureAwait(false);
            return response.IsExpired && ticket.SessionId == 0
                ? throw new JuteException("The server answered the request for a new session with an expired session.")
                : new Handshake(server, reader, response, credentials, requested);
        }
        catch (IOException e)
        {
            reader.Dispose();
            throw server.Rejection(e) ?? (Exception)new HandshakeRefusedException(e, server.Hint(e));
        }
        catch (JuteException e) when (ticket.AllowsReadOnly)
        {
            reader.Dispose();
            throw new NoReadOnlySessionException(e);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Server.Dispose();
        Reader.Dispose();
    }

    private static JuteWriter Encode(SessionTicket ticket, TimeSpan timeout)
    {
        var writer = new JuteWriter();
        writer.WriteInt(0);
        new ConnectRequest(0, ticket.LastZxidSeen, (int)timeout.TotalMilliseconds, ticket.SessionId, ticket.Password, ticket.AllowsReadOnly).Write(writer);
        writer.PatchInt(0, writer.Length - sizeof(int));
        return writer;
    }
}
