using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;
using static ZooKeeper.Client.Tests.Protocol.Values;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Every record of the protocol, with a generator of its values.</summary>
internal static class RecordKinds
{
    private static readonly Gen<CreateRequest> CreateRequests =
        from path in Values.String
        from data in Values.Buffer
        from acl in Acls
        from mode in Int
        select new CreateRequest(path, data, acl, (CreateMode)mode);

    private static readonly Gen<CreateTtlRequest> CreateTtlRequests =
        from create in CreateRequests
        from ttl in Long
        select new CreateTtlRequest(create.Path, create.Data, create.Acl, create.Mode, ttl);

    private static readonly Gen<SetDataRequest> SetDataRequests =
        from path in Values.String
        from data in Values.Buffer
        from version in Int
        select new SetDataRequest(path, data, version);

    private static readonly Gen<VersionedRequest> VersionedRequests =
        from path in Values.String
        from version in Int
        select new VersionedRequest(path, version);

    private static readonly Gen<ReadRequest> ReadRequests =
        from path in Values.String
        from watch in Bool
        select new ReadRequest(path, watch);

    private static readonly Gen<CreateReply> CreateReplies =
        from path in Values.String
        from stat in Values.Stat
        select new CreateReply(path, stat);

    private static readonly Gen<GetDataReply> GetDataReplies =
        from data in Values.Buffer
        from stat in Values.Stat
        select new GetDataReply(data, stat);

    private static readonly Gen<MultiOperation> Operations = Gen.OneOf(
        from type in Gen.Elements(OpCode.Create, OpCode.Create2, OpCode.CreateContainer)
        from request in CreateRequests
        select new MultiOperation(type, request),
        CreateTtlRequests.Select(request => new MultiOperation(OpCode.CreateTtl, request)),
        SetDataRequests.Select(request => new MultiOperation(OpCode.SetData, request)),
        from type in Gen.Elements(OpCode.Delete, OpCode.Check)
        from request in VersionedRequests
        select new MultiOperation(type, request),
        from type in Gen.Elements(OpCode.GetData, OpCode.GetChildren)
        from request in ReadRequests
        select new MultiOperation(type, request));

    private static readonly Gen<MultiOperationResult> Results = Gen.OneOf(
        Int.Select(error => new MultiOperationResult(OpCode.Error, new IntReply(error))),
        Values.String.Select(path => new MultiOperationResult(OpCode.Create, new PathReply(path))),
        CreateReplies.Select(reply => new MultiOperationResult(OpCode.Create2, reply)),
        Gen.Elements(OpCode.Delete, OpCode.Check).Select(type => new MultiOperationResult(type, default(Nothing))),
        Values.Stat.Select(stat => new MultiOperationResult(OpCode.SetData, new StatReply(stat))),
        GetDataReplies.Select(reply => new MultiOperationResult(OpCode.GetData, reply)),
        Strings.Select(names => new MultiOperationResult(OpCode.GetChildren, new NamesReply(names))));

    public static IReadOnlyList<RecordKind> All { get; } =
    [
        RecordKind.Of(Values.Acl),
        RecordKind.Of(from path in Values.String from mode in Int select new AddWatchRequest(path, (WatchMode)mode)),
        RecordKind.Of(from type in Int from scheme in Values.String from auth in Values.Buffer select new AuthPacket(type, scheme, auth)),
        RecordKind.Of(from token in Values.Buffer select new SaslToken(token)),
        RecordKind.Of(from scheme in Values.String from user in Values.String select new ClientIdentityRecord(new ClientIdentity(scheme, user))),
        RecordKind.Of(
            from ints in Int.ArrayOf(2)
            from longs in Long.ArrayOf(2)
            from password in Values.Buffer
            from readOnly in Bool
            select new ConnectRequest(ints[0], longs[0], ints[1], longs[1], password, readOnly)),
        RecordKind.Of(
            from ints in Int.ArrayOf(2)
            from id in Long
            from password in Values.Buffer
            from readOnly in Bool
            select new ConnectResponse(ints[0], ints[1], id, password, readOnly)),
        RecordKind.Of(CreateReplies),
        RecordKind.Of(CreateRequests),
        RecordKind.Of(CreateTtlRequests),
        RecordKind.Of(from acl in Acls from stat in Values.Stat select new GetAclReply(acl, stat)),
        RecordKind.Of(from names in Strings from stat in Values.Stat select new GetChildren2Reply(names, stat)),
        RecordKind.Of(GetDataReplies),
        RecordKind.Of(Int.Select(value => new IntReply(value))),
        RecordKind.Of(from type in Int from done in Bool from error in Int select new MultiHeader((OpCode)type, done, error)),
        RecordKind.Of(Few(Results).Select(results => new MultiReply(results))),
        RecordKind.Of(Few(Operations).Select(operations => new MultiRequest(operations))),
        RecordKind.Of(Strings.Select(names => new NamesReply(names))),
        RecordKind.Of(Gen.Constant(default(Nothing))),
        RecordKind.Of(Values.String.Select(path => new PathReply(path))),
        RecordKind.Of(Values.String.Select(path => new PathRequest(path))),
        RecordKind.Of(ReadRequests),
        RecordKind.Of(from path in Values.String from type in Int select new RemoveWatchesRequest(path, (WatcherType)type)),
        RecordKind.Of(from xid in Int from zxid in Long from error in Int select new ReplyHeader(xid, zxid, (ErrorCode)error)),
        RecordKind.Of(from xid in Int from opCode in Int select new RequestHeader(xid, (OpCode)opCode)),
        RecordKind.Of(from path in Values.String from acl in Acls from version in Int select new SetAclRequest(path, acl, version)),
        RecordKind.Of(SetDataRequests),
        RecordKind.Of(
            from zxid in Long
            from lists in Strings.ArrayOf(5)
            select new SetWatchesRequest(zxid, lists[0], lists[1], lists[2], lists[3], lists[4])),
        RecordKind.Of(Values.Stat),
        RecordKind.Of(Values.Stat.Select(stat => new StatReply(stat))),
        RecordKind.Of(VersionedRequests),
        RecordKind.Of(from type in Int from state in Int from path in Values.String select new WatcherEvent(type, state, path)),
        RecordKind.Of(
            Few(from scheme in Values.String from user in Values.String select new ClientIdentityRecord(new ClientIdentity(scheme, user)))
                .Select(identities => new WhoAmIReply(identities))),
    ];
}
