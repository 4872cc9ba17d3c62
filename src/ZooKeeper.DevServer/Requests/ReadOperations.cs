using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Executes reads. They do not validate paths, so an invalid path does not exist. Only <c>exists</c> rejects a null character.</summary>
internal sealed class ReadOperations(Database database, ConnectedClient client)
{
    public Reply Exists(ReadRequest request)
    {
        if (request.Path.Contains('\0', StringComparison.Ordinal))
        {
            return ErrorCode.BadArguments;
        }

        var node = database.Tree.Find(request.Path);
        if (node is not null && !client.May(Permissions.Read, node))
        {
            return ErrorCode.NoAuth;
        }

        // The only read that sets a watch on a znode that does not exist.
        if (request.Watch)
        {
            database.Watches.AddData(request.Path, client);
        }

        return node is null ? ErrorCode.NoNode : Reply.Of(node.ToStat());
    }

    public Reply GetData(ReadRequest request)
    {
        if (Examine(request.Path, Permissions.Read, out var node) is not ErrorCode.Ok and var error)
        {
            return error;
        }

        if (request.Watch)
        {
            database.Watches.AddData(request.Path, client);
        }

        return Reply.Of(new GetDataReply(node!.Data, new StatRecord(node.ToStat())));
    }

    public Reply GetChildren(ReadRequest request) => List(request, (names, _) => new NamesReply(names));

    public Reply GetChildren2(ReadRequest request) => List(request, (names, node) => new GetChildren2Reply(names, new StatRecord(node.ToStat())));

    public Reply GetAcl(PathRequest request)
    {
        if (Examine(request.Path, Permissions.Read | Permissions.Admin, out var node) is not ErrorCode.Ok and var error)
        {
            return error;
        }

        var acl = client.May(Permissions.Admin, node!) ? node!.Acl : AccessControl.Mask(node!.Acl);
        return Reply.Of(new GetAclReply(AclRecord.Wrap(acl), new StatRecord(node.ToStat())));
    }

    public Reply GetAllChildrenNumber(PathRequest request) => Examine(request.Path, Permissions.Read, out _) switch
    {
        ErrorCode.Ok => Reply.Of(new IntReply(database.Tree.CountBelow(request.Path))),
        var error => error,
    };

    public Reply GetEphemerals(PathRequest request)
    {
        // A prefix of the text, not of path components.
        var prefix = request.Path.Trim() is "" or "/" ? "" : request.Path;
        var paths = database.Tree.EphemeralsOf(client.SessionId).Where(path => path.StartsWith(prefix, StringComparison.Ordinal));
        return Reply.Of(new NamesReply([.. paths]));
    }

    /// <summary>
    /// Executes a multiRead. Each read succeeds or fails independently, and the watch flags are ignored. A short request can ask for more memory than the process
    /// has. Apache ZooKeeper then crashes; this server closes the connection (docs/protocol.md, "Chunks").
    /// </summary>
    public Reply MultiRead(IReadOnlyList<MultiOperation> operations)
    {
        var results = new List<MultiOperationResult>();
        var size = 0L;
        foreach (var operation in operations)
        {
            if (operation.Type is not (OpCode.GetData or OpCode.GetChildren))
            {
                return ErrorCode.MarshallingError;
            }

            var request = (ReadRequest)operation.Request with { Watch = false };
            var reply = operation.Type == OpCode.GetData ? GetData(request) : GetChildren(request);
            results.Add(reply.IsOk
                ? new MultiOperationResult(operation.Type, reply.Body)
                : new MultiOperationResult(OpCode.Error, new IntReply((int)reply.Error)));
            size += SizeOf(reply.Body);
            if (size > ConnectedClient.UnsentLimit)
            {
                client.Abort();
                return ErrorCode.SystemError;
            }
        }

        return Reply.Of(new MultiReply(results));
    }

    private static long SizeOf(IRecord result) => result switch
    {
        GetDataReply data => data.Data?.Length ?? 0,
        NamesReply names => names.Names.Sum(name => (long)name.Length),
        _ => 0,
    };

    private Reply List(ReadRequest request, Func<string[], DataNode, IRecord> body)
    {
        if (Examine(request.Path, Permissions.Read, out var node) is not ErrorCode.Ok and var error)
        {
            return error;
        }

        if (request.Watch)
        {
            database.Watches.AddChildren(request.Path, client);
        }

        return Reply.Of(body([.. node!.Children], node));
    }

    private ErrorCode Examine(string path, Permissions permission, out DataNode? node)
    {
        node = database.Tree.Find(path);
        return node is null ? ErrorCode.NoNode : client.May(permission, node) ? ErrorCode.Ok : ErrorCode.NoAuth;
    }
}
