using ZooKeeper.Client;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Tree;

namespace ZooKeeper.DevServer.Watches;

/// <summary>Keeps the watches of all connections, with the rules of the release (docs/protocol.md, "Watches").</summary>
internal sealed class ServerWatches(ZooKeeperRelease release)
{
    // Up to 3.8, a watch replaces a watch of another mode on the same path and table, and a recursive watch is in both tables (ZOOKEEPER-4466).
    private readonly bool _oneModePerPath = release < ZooKeeperRelease.V39;

    private readonly WatchTable _data = new(release < ZooKeeperRelease.V39);
    private readonly WatchTable _children = new(release < ZooKeeperRelease.V39);

    public void AddData(string path, ConnectedClient watcher) => _data.Add(path, watcher, WatchModes.OneShot);

    public void AddChildren(string path, ConnectedClient watcher) => _children.Add(path, watcher, WatchModes.OneShot);

    public void Add(string path, ConnectedClient watcher, WatchMode mode)
    {
        if (mode == WatchMode.Persistent)
        {
            _data.Add(path, watcher, WatchModes.Persistent);
            _children.Add(path, watcher, WatchModes.Persistent);
            return;
        }

        _data.Add(path, watcher, WatchModes.Recursive);
        if (_oneModePerPath)
        {
            _children.Add(path, watcher, WatchModes.Recursive);
        }
    }

    public bool Contains(string path, ConnectedClient watcher, WatchSelection selection) =>
        _data.Contains(path, watcher, selection.Data) || _children.Contains(path, watcher, selection.Children);

    public bool Remove(string path, ConnectedClient watcher, WatchSelection selection) =>
        _data.Remove(path, watcher, selection.Data) | _children.Remove(path, watcher, selection.Children);

    public void RemoveAll(ConnectedClient watcher)
    {
        _data.RemoveAll(watcher);
        _children.RemoveAll(watcher);
    }

    /// <summary>Sends the events of a transaction. Call this before anything else is sent.</summary>
    public void Trigger(Transaction transaction)
    {
        var zxid = release < ZooKeeperRelease.V39 ? -1 : transaction.Zxid;
        foreach (var change in transaction.Events)
        {
            foreach (var watcher in WatchersOf(change))
            {
                watcher.SendEvent(change, zxid);
            }
        }
    }

    private IEnumerable<ConnectedClient> WatchersOf(TreeEvent change) => change.Type switch
    {
        WatchEventType.NodeChildrenChanged => _children.Trigger(change.Path, change.Type),
        WatchEventType.NodeDeleted => _data.Trigger(change.Path, change.Type).Union(_children.Trigger(change.Path, change.Type)),
        _ => _data.Trigger(change.Path, change.Type),
    };
}
