using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Executes writes, alone or in a multi. A failed operation changes nothing.</summary>
internal sealed class WriteOperations(DataTree tree, Transaction transaction, ConnectedClient client)
{
    private const int AnyVersion = -1;
    private const long NoTtl = -1;

    public Reply Apply(MultiOperation operation) => operation.Request switch
    {
        CreateRequest create => Create(operation.Type, new CreateTtlRequest(create.Path, create.Data, create.Acl, create.Mode, NoTtl)),
        CreateTtlRequest create => Create(operation.Type, create),
        VersionedRequest delete when operation.Type == OpCode.Delete => Delete(delete),
        VersionedRequest check => Check(check),
        SetDataRequest setData => SetData(setData),
        SetAclRequest setAcl => SetAcl(setAcl),
        _ => ErrorCode.MarshallingError,
    };

    /// <summary>Executes all operations or none (docs/protocol.md, "multi and multiRead").</summary>
    public Reply Multi(IReadOnlyList<MultiOperation> operations)
    {
        var results = new List<MultiOperationResult>();
        foreach (var operation in operations)
        {
            var reply = Apply(operation);
            if (!reply.IsOk)
            {
                transaction.RollBack();
                return reply.Error == ErrorCode.MarshallingError ? reply : Failed(operations.Count, results.Count, reply.Error);
            }

            results.Add(new MultiOperationResult(ResultType(operation.Type), reply.Body));
        }

        return Reply.Of(new MultiReply(results));
    }

    private static Reply Failed(int count, int culprit, ErrorCode error) => Reply.Of(new MultiReply(
        [.. Enumerable.Range(0, count).Select(i => Error(i < culprit ? ErrorCode.Ok : i == culprit ? error : ErrorCode.RuntimeInconsistency))]));

    private static MultiOperationResult Error(ErrorCode error) => new(OpCode.Error, new IntReply((int)error));

    private static OpCode ResultType(OpCode opCode) => opCode is OpCode.CreateContainer or OpCode.CreateTtl ? OpCode.Create2 : opCode;

    private static bool IsVersion(int expected, int version) => expected == AnyVersion || expected == version;

    private Reply Create(OpCode opCode, CreateTtlRequest request) => new CreateOperation(tree, transaction, client).Apply(opCode, request);

    private Reply Delete(VersionedRequest request)
    {
        if (DataTree.ParentOf(request.Path) is not { } parentPath || request.Path.Contains('\0', StringComparison.Ordinal) || DataTree.IsReserved(request.Path))
        {
            return ErrorCode.BadArguments;
        }

        if (tree.Find(parentPath) is not { } parent)
        {
            return ErrorCode.NoNode;
        }

        if (!client.May(Permissions.Delete, parent))
        {
            return ErrorCode.NoAuth;
        }

        if (tree.Find(request.Path) is not { } node)
        {
            return ErrorCode.NoNode;
        }

        if (!IsVersion(request.Version, node.Version))
        {
            return ErrorCode.BadVersion;
        }

        if (node.Children.Count > 0)
        {
            return ErrorCode.NotEmpty;
        }

        transaction.Delete(request.Path);
        return Reply.Ok;
    }

    private Reply SetData(SetDataRequest request)
    {
        if (Examine(request.Path, Permissions.Write, out var node) is not ErrorCode.Ok and var error)
        {
            return error;
        }

        if (!IsVersion(request.Version, node!.Version))
        {
            return ErrorCode.BadVersion;
        }

        transaction.SetData(request.Path, request.Data);
        return Reply.Of(node.ToStat());
    }

    private Reply SetAcl(SetAclRequest request)
    {
        if (!ZnodePath.IsValid(request.Path))
        {
            return ErrorCode.BadArguments;
        }

        if (AccessControl.Resolve(request.Acl, client.Identities) is not { } acl)
        {
            return ErrorCode.InvalidAcl;
        }

        if (Examine(request.Path, Permissions.Admin, out var node) is not ErrorCode.Ok and var error)
        {
            return error;
        }

        if (!IsVersion(request.Version, node!.Aversion))
        {
            return ErrorCode.BadVersion;
        }

        transaction.SetAcl(request.Path, acl);
        return Reply.Of(node.ToStat());
    }

    private Reply Check(VersionedRequest request) => Examine(request.Path, Permissions.Read, out var node) switch
    {
        ErrorCode.Ok when !IsVersion(request.Version, node!.Version) => ErrorCode.BadVersion,
        var error => error,
    };

    private ErrorCode Examine(string path, Permissions permission, out DataNode? node)
    {
        node = ZnodePath.IsValid(path) ? tree.Find(path) : null;
        return node switch
        {
            null when !ZnodePath.IsValid(path) => ErrorCode.BadArguments,
            null => ErrorCode.NoNode,
            _ => client.May(permission, node) ? ErrorCode.Ok : ErrorCode.NoAuth,
        };
    }
}
