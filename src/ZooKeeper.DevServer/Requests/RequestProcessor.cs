using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Clients;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Answers the requests of clients, one at a time.</summary>
internal sealed class RequestProcessor(Database database, DigestIdentity? superUser)
{
    private const long NoZxid = -1;
    private const long OutOfBand = 0;

    private readonly Identity? _superUser = superUser is null ? null : DigestScheme.Identify(Encoding.UTF8.GetBytes($"{superUser.User}:{superUser.Password}"));

    /// <exception cref="JuteException">The frame is too short for a request.</exception>
    public void Process(ConnectedClient client, ReadOnlySpan<byte> frame)
    {
        var reader = new JuteReader(frame);
        var header = RequestHeader.Read(ref reader);
        if (database.Sessions.Find(client.SessionId) is not { } session)
        {
            return;
        }

        if (header.OpCode is not (OpCode.Auth or OpCode.Sasl))
        {
            database.Sessions.Touch(session); // in Apache ZooKeeper, these two bypass the pipeline
        }

        switch (header.OpCode)
        {
            case OpCode.Auth:
                Authenticate(client, header.Xid, AuthPacket.Read(ref reader));
                break;
            case OpCode.Sasl when SaslToken.Read(ref reader).Token is null:
                Leave(client);
                break;
            case OpCode.Sasl:
                // Like a server without SASL: reports success, but authenticates nobody.
                client.Send(new ReplyHeader(header.Xid, OutOfBand, ErrorCode.Ok), default(SaslReply));
                break;
            case OpCode.CloseSession:
                database.CloseSession(session);
                client.Send(new ReplyHeader(header.Xid, database.Tree.LastZxid, ErrorCode.Ok));
                Leave(client);
                break;
            case OpCode.Ping:
                client.Send(new ReplyHeader(Xid.Ping, database.Tree.LastZxid, ErrorCode.Ok));
                break;
            case var opCode when !IsKnown(opCode):
                client.Send(new ReplyHeader(header.Xid, NoZxid, ErrorCode.Unimplemented));
                Leave(client);
                break;
            default:
                var reply = Answer(client, header.OpCode, ref reader);
                client.Send(new ReplyHeader(header.Xid, database.Tree.LastZxid, reply.Error), reply.Body);
                break;
        }
    }

    private Reply Answer(ConnectedClient client, OpCode opCode, ref JuteReader reader)
    {
        try
        {
            return opCode switch
            {
                OpCode.Create or OpCode.Create2 or OpCode.CreateContainer => Write(client, opCode, CreateRequest.Read(ref reader)),
                OpCode.CreateTtl => Write(client, opCode, CreateTtlRequest.Read(ref reader)),
                OpCode.Delete => Write(client, opCode, VersionedRequest.Read(ref reader)),
                OpCode.SetData => Write(client, opCode, SetDataRequest.Read(ref reader)),
                OpCode.SetAcl => Write(client, opCode, SetAclRequest.Read(ref reader)),
                OpCode.Multi => Multi(client, MultiRequest.Read(ref reader)),
                OpCode.Reconfig => RefuseReconfiguration(ref reader),
                OpCode.Exists => Reads(client).Exists(ReadRequest.Read(ref reader)),
                OpCode.GetData => Reads(client).GetData(ReadRequest.Read(ref reader)),
                OpCode.GetChildren => Reads(client).GetChildren(ReadRequest.Read(ref reader)),
                OpCode.GetChildren2 => Reads(client).GetChildren2(ReadRequest.Read(ref reader)),
                OpCode.GetAcl => Reads(client).GetAcl(PathRequest.Read(ref reader)),
                OpCode.GetAllChildrenNumber => Reads(client).GetAllChildrenNumber(PathRequest.Read(ref reader)),
                OpCode.GetEphemerals => Reads(client).GetEphemerals(PathRequest.Read(ref reader)),
                OpCode.MultiRead => Reads(client).MultiRead(MultiRequest.Read(ref reader).Operations),
                OpCode.AddWatch => Watches(client).AddWatch(AddWatchRequest.Read(ref reader)),
                OpCode.CheckWatches => Watches(client).CheckWatches(RemoveWatchesRequest.Read(ref reader)),
                OpCode.RemoveWatches => Watches(client).RemoveWatches(RemoveWatchesRequest.Read(ref reader)),
                OpCode.SetWatches or OpCode.SetWatches2 => Watches(client).SetWatches(SetWatchesRequest.Read(ref reader)),
                OpCode.Sync => Reply.Of(new PathReply(PathRequest.Read(ref reader).Path)),
                OpCode.WhoAmI => WhoAmI(client),
                _ => ErrorCode.Unimplemented,
            };
        }
        catch (JuteException)
        {
            // A failed multi still uses a zxid, and up to 3.8 every failed write does.
            if (opCode == OpCode.Multi || (IsWrite(opCode) && database.Release < ZooKeeperRelease.V39))
            {
                database.Begin();
            }

            return ErrorCode.MarshallingError;
        }
    }

    private static Reply WhoAmI(ConnectedClient client) => Reply.Of(new WhoAmIReply(
        [.. client.Identities.Select(identity => new ClientIdentityRecord(new ClientIdentity(identity.Scheme, UserOf(identity))))]));

    private static bool IsWrite(OpCode opCode) => opCode
        is OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl or OpCode.Delete or OpCode.SetData or OpCode.SetAcl
        or OpCode.Reconfig;

    private static bool HasUnknownMode(MultiOperation operation) => operation.Request switch
    {
        CreateRequest create => !Enum.IsDefined(create.Mode),
        CreateTtlRequest create => !Enum.IsDefined(create.Mode),
        _ => false,
    };

    private static string UserOf(Identity identity) => identity.Scheme == DigestScheme.Name ? DigestScheme.UserOf(identity.Id) : identity.Id;

    private Reply Write(ConnectedClient client, OpCode opCode, IRecord request)
    {
        var transaction = database.Begin();
        var reply = new WriteOperations(database.Tree, transaction, client).Apply(new MultiOperation(opCode, request));
        database.Watches.Trigger(transaction);
        return reply;
    }

    private Reply Multi(ConnectedClient client, MultiRequest request)
    {
        var transaction = database.Begin();

        // Since 3.9, a request with an invalid mode cannot be decoded.
        if (database.Release >= ZooKeeperRelease.V39 && request.Operations.Any(HasUnknownMode))
        {
            return ErrorCode.MarshallingError;
        }

        var reply = new WriteOperations(database.Tree, transaction, client).Multi(request.Operations);
        database.Watches.Trigger(transaction);
        return reply;
    }

    // The joining servers, the leaving servers, the new members, and the configuration to replace. It is a write, so it uses a zxid.
    private Reply RefuseReconfiguration(ref JuteReader reader)
    {
        _ = (reader.ReadNullableString(), reader.ReadNullableString(), reader.ReadNullableString(), reader.ReadLong());
        database.Begin();
        return ErrorCode.ReconfigDisabled;
    }

    private ReadOperations Reads(ConnectedClient client) => new(database, client);

    private WatchOperations Watches(ConnectedClient client) => new(database, client);

    private void Authenticate(ConnectedClient client, int xid, AuthPacket packet)
    {
        if (packet.Scheme is not (DigestScheme.Name or IpScheme.Name))
        {
            client.Send(new ReplyHeader(xid, OutOfBand, ErrorCode.AuthFailed));
            Leave(client);
            return;
        }

        if (packet.Scheme == DigestScheme.Name)
        {
            var identity = DigestScheme.Identify(packet.Auth);
            client.Identities.Add(identity);
            if (identity == _superUser)
            {
                client.Identities.Add(Identity.Super);
            }
        }

        client.Send(new ReplyHeader(xid, OutOfBand, ErrorCode.Ok));
    }

    private void Leave(ConnectedClient client)
    {
        database.Detach(client);
        client.Close();
    }

    private bool IsKnown(OpCode opCode) => opCode switch
    {
        OpCode.MultiRead or OpCode.AddWatch or OpCode.SetWatches2 or OpCode.GetEphemerals or OpCode.GetAllChildrenNumber or OpCode.WhoAmI =>
            database.Release > ZooKeeperRelease.V35,
        OpCode.Check or OpCode.Error => false,
        _ => Enum.IsDefined(opCode),
    };
}
