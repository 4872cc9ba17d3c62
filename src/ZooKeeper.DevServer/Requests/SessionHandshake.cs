using System.Security.Cryptography;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Sessions;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Answers the first frame of a client with a new session, its previous session, or none (docs/protocol.md, "Handshake").</summary>
internal sealed class SessionHandshake(Database database, ZooKeeperDevServerOptions options)
{
    private static readonly byte[] NoPassword = new byte[16];

    /// <summary>Gets or sets the answer to a client that returns with a session.</summary>
    public SessionReattachment Reattachment { get; set; }

    public void Answer(ConnectedClient client, ConnectRequest request)
    {
        // The client has seen a higher zxid than this server. It gets no answer, so that it tries another server.
        if (request.LastZxidSeen > database.Tree.LastZxid)
        {
            client.Abort();
            return;
        }

        var timeout = Grant(TimeSpan.FromMilliseconds(request.TimeoutMilliseconds));
        if (request.SessionId == 0 || Reattachment == SessionReattachment.NewSession)
        {
            Establish(client, database.OpenSession(timeout), timeout, request.ReadOnly);
        }
        else if (Find(request) is { } session)
        {
            Establish(client, session, timeout, request.ReadOnly);
        }
        else
        {
            client.Send(new ConnectResponse(ProtocolVersion: 0, TimeoutMilliseconds: 0, SessionId: 0, NoPassword, Mirror(request.ReadOnly)));
            client.Close();
        }
    }

    private Session? Find(ConnectRequest request)
    {
        if (Reattachment == SessionReattachment.Expire || database.Sessions.Find(request.SessionId) is not { } session)
        {
            return null;
        }

        // Before the password is checked, as in Apache ZooKeeper.
        database.Drop(session);
        return CryptographicOperations.FixedTimeEquals(session.Password, request.Password) ? session : null;
    }

    // Send the field only to clients that know it.
    private static bool? Mirror(bool? readOnly) => readOnly is null ? null : false;

    private void Establish(ConnectedClient client, Session session, TimeSpan timeout, bool? readOnly)
    {
        session.Timeout = timeout;
        database.Attach(session, client);
        client.Send(new ConnectResponse(ProtocolVersion: 0, (int)timeout.TotalMilliseconds, session.Id, session.Password, Mirror(readOnly)));
    }

    private TimeSpan Grant(TimeSpan asked) =>
        asked < options.ShortestTimeout ? options.ShortestTimeout : asked > options.LongestTimeout ? options.LongestTimeout : asked;
}
