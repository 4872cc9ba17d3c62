using System.Net;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Clients;

/// <summary>Represents the client of a connection, and sends to it. Only the request loop uses it.</summary>
internal sealed class ConnectedClient(IPAddress address, Outbox outbox)
{
    /// <summary>Limits how many bytes may wait for a client that does not read.</summary>
    public const long UnsentLimit = 64 * 1024 * 1024;

    private const int SyncConnected = 3;

    /// <summary>Gets the identities of the client. At first, this is only its address.</summary>
    public HashSet<Identity> Identities { get; } = [IpScheme.Identify(address)];

    /// <summary>Gets the attached session, or 0 before the handshake and after the end.</summary>
    public long SessionId { get; set; }

    public bool May(Permissions permission, DataNode node) => AccessControl.Permits(node.Acl, permission, Identities);

    public void Send(ConnectResponse response) => Send([response]);

    public void Send(ReplyHeader header, IRecord? body = null) => Send([header, body ?? default(Nothing)]);

    /// <summary>Sends an event if the client may read the znode (docs/protocol.md, "Watches").</summary>
    public void SendEvent(TreeEvent change, long zxid)
    {
        if (AccessControl.Permits(change.Acl, Permissions.Read, Identities))
        {
            Send(new ReplyHeader(Xid.Notification, zxid, ErrorCode.Ok), new WatcherEvent((int)change.Type, SyncConnected, change.Path));
        }
    }

    /// <summary>Closes the connection when everything has been sent.</summary>
    public void Close() => outbox.Complete();

    /// <summary>Closes the connection at once.</summary>
    public void Abort() => _ = outbox.AbortAsync();

    private void Send(ReadOnlySpan<IRecord> records)
    {
        using var writer = new JuteWriter();
        writer.WriteInt(0);
        foreach (var record in records)
        {
            record.Write(writer);
        }

        writer.PatchInt(0, writer.Length - sizeof(int));
        outbox.Add(writer.Written.ToArray());

        // Events would accumulate without limit for a client that sends no requests and reads no events.
        if (outbox.Unsent > UnsentLimit)
        {
            Abort();
        }
    }
}
