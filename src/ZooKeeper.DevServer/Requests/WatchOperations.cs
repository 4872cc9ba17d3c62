using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Tree;
using ZooKeeper.DevServer.Watches;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Executes addWatch, checkWatches, removeWatches, setWatches and setWatches2.</summary>
internal sealed class WatchOperations(Database database, ConnectedClient client)
{
    private const long NoTransaction = -1;

    /// <summary>Adds a watch. It requires neither the znode nor the permission to read it. An unreadable znode sends no events.</summary>
    public Reply AddWatch(AddWatchRequest request)
    {
        if (!Enum.IsDefined(request.Mode))
        {
            return ErrorCode.MarshallingError;
        }

        database.Watches.Add(request.Path, client, request.Mode);
        return Reply.Of(new IntReply(0));
    }

    public Reply CheckWatches(RemoveWatchesRequest request) => WatchSelection.Of((int)request.Type, database.Release) switch
    {
        null => ErrorCode.MarshallingError,
        { } selection => database.Watches.Contains(request.Path, client, selection) ? Reply.Ok : ErrorCode.NoWatcher,
    };

    public Reply RemoveWatches(RemoveWatchesRequest request) => WatchSelection.Of((int)request.Type, database.Release) switch
    {
        null => ErrorCode.MarshallingError,
        { } selection => database.Watches.Remove(request.Path, client, selection) ? Reply.Ok : ErrorCode.NoWatcher,
    };

    /// <summary>Reports what changed after the zxid, and sets the other watches (docs/protocol.md, "Watches after a reconnect").</summary>
    public Reply SetWatches(SetWatchesRequest request)
    {
        foreach (var path in request.DataWatches)
        {
            Replay(path, request.RelativeZxid, node => node.Mzxid, WatchEventType.NodeDataChanged, database.Watches.AddData);
        }

        foreach (var path in request.ExistWatches)
        {
            if (database.Tree.Find(path) is null)
            {
                database.Watches.AddData(path, client);
            }
            else
            {
                Send(WatchEventType.NodeCreated, path);
            }
        }

        foreach (var path in request.ChildWatches)
        {
            Replay(path, request.RelativeZxid, node => node.Pzxid, WatchEventType.NodeChildrenChanged, database.Watches.AddChildren);
        }

        foreach (var path in request.PersistentWatches)
        {
            database.Watches.Add(path, client, WatchMode.Persistent);
        }

        foreach (var path in request.PersistentRecursiveWatches)
        {
            database.Watches.Add(path, client, WatchMode.PersistentRecursive);
        }

        return Reply.Ok;
    }

    private void Replay(string path, long zxid, Func<DataNode, long> changed, WatchEventType type, Action<string, ConnectedClient> watch)
    {
        if (database.Tree.Find(path) is not { } node)
        {
            Send(WatchEventType.NodeDeleted, path);
        }
        else if (changed(node) > zxid)
        {
            Send(type, path);
        }
        else
        {
            watch(path, client);
        }
    }

    // A replayed event ignores the ACL of the znode, and belongs to no transaction.
    private void Send(WatchEventType type, string path) => client.SendEvent(new TreeEvent(type, path, []), NoTransaction);
}
