using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Access;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Requests;

/// <summary>
/// Executes create, create2, createContainer and createTTL. It checks in the order of Apache ZooKeeper: mode, path, ACL, parent, permission, name.
/// </summary>
internal sealed class CreateOperation(DataTree tree, Transaction transaction, ConnectedClient client)
{
    private const long LongestTtl = (1L << 40) - 1;

    public Reply Apply(OpCode opCode, CreateTtlRequest request)
    {
        var hasTtl = request.Mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;
        if (!Enum.IsDefined(request.Mode)
            || hasTtl != (opCode == OpCode.CreateTtl)
            || (hasTtl && request.Ttl is < 1 or > LongestTtl)
            || DataTree.ParentOf(request.Path) is not { } parentPath)
        {
            return ErrorCode.BadArguments;
        }

        if (AccessControl.Resolve(request.Acl, client.Identities) is not { } acl)
        {
            return ErrorCode.InvalidAcl;
        }

        if (tree.Find(parentPath) is not { } parent)
        {
            return ErrorCode.NoNode;
        }

        if (!client.May(Permissions.Create, parent))
        {
            return ErrorCode.NoAuth;
        }

        var path = IsSequential(request.Mode) ? request.Path + parent.CreateCounter.ToString("D10", CultureInfo.InvariantCulture) : request.Path;
        if (!ZnodePath.IsValid(path))
        {
            return ErrorCode.BadArguments;
        }

        if (tree.Find(path) is not null)
        {
            return ErrorCode.NodeExists;
        }

        if (parent.EphemeralOwner != 0)
        {
            return ErrorCode.NoChildrenForEphemerals;
        }

        var node = new DataNode(request.Data, acl, transaction.Zxid, transaction.Time)
        {
            IsContainer = opCode == OpCode.CreateContainer,
            Ttl = hasTtl ? request.Ttl : 0,
            EphemeralOwner = opCode != OpCode.CreateContainer && IsEphemeral(request.Mode) ? client.SessionId : 0,
        };
        transaction.Create(path, node);
        return Reply.Of(opCode == OpCode.Create ? new PathReply(path) : new CreateReply(path, new StatRecord(node.ToStat())));
    }

    private static bool IsSequential(CreateMode mode) =>
        mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    private static bool IsEphemeral(CreateMode mode) => mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential;
}
