using System.Net;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Clients;

/// <summary>Who is at the other end of a connection, and what it is sent. It belongs to the request loop.</summary>
internal sealed class ConnectedClient(IPAddress address, Outbox outbox)
{
    /// <summary>How many bytes may wait for a client that does not read.</summary>
    public const long UnsentLimit = 64 * 1024 * 1024;

    private const int SyncConnected = 3;

    /// <summary>Who the client is; an address to begin with.</summary>
    public HashSet<Identity> Identities { get; } = [IpScheme.Identify(address)];

    /// <summary>The attached session; 0 before the handshake and after the end.</summary>
    public long SessionId { get; set; }

    public bool May(Permissions permission, DataNode node) => AccessControl.Permits(node.Acl, permission, Identities);

    public void Send(ConnectResponse response) => Send([response]);

    public void Send(ReplyHeader header, IRecord? body = null) => Send([header, body ?? default(Nothing)]);

    /// <summary>Sends an event, unless the client may not read the znode (docs/protocol.md, "Watches").</summary>
    public void SendEvent(TreeEvent change, long zxid)
    {
        if (AccessControl.Permits(change.Acl, Permissions.Read, Identities))
        {
            Send(new ReplyHeader(Xid.Notification, zxid, ErrorCode.Ok), new WatcherEvent((int)change.Type, SyncConnected, change.Path));
        }
    }

    /// <summary>Closes the connection when everything is sent.</summary>
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

        // A client that sends no requests and reads no events would let them pile up for ever.
        if (outbox.Unsent > UnsentLimit)
        {
            Abort();
        }
    }
}
