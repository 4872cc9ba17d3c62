using ZooKeeper.Client;
using ZooKeeper.DevServer.Clients;

namespace ZooKeeper.DevServer.Watches;

/// <summary>Keeps the connections that watch each path. A server has two tables: for znodes and for lists of children.</summary>
internal sealed class WatchTable(bool oneModePerPath)
{
    private readonly Dictionary<string, HashSet<ConnectedClient>> _watchers = new(StringComparer.Ordinal);
    private readonly Dictionary<ConnectedClient, Dictionary<string, WatchModes>> _modes = [];

    public void Add(string path, ConnectedClient watcher, WatchModes mode)
    {
        if (!_modes.TryGetValue(watcher, out var paths))
        {
            _modes[watcher] = paths = new Dictionary<string, WatchModes>(StringComparer.Ordinal);
        }

        if (!_watchers.TryGetValue(path, out var watchers))
        {
            _watchers[path] = watchers = [];
        }

        watchers.Add(watcher);
        paths[path] = oneModePerPath ? mode : paths.GetValueOrDefault(path) | mode;
    }

    public bool Contains(string path, ConnectedClient watcher, WatchModes modes) => (ModesOf(path, watcher) & modes) != 0;

    /// <summary>Removes watches. Returns false if there were none.</summary>
    public bool Remove(string path, ConnectedClient watcher, WatchModes modes)
    {
        var present = ModesOf(path, watcher);
        if ((present & modes) == 0)
        {
            return false;
        }

        if ((present & ~modes) is not WatchModes.None and var rest)
        {
            _modes[watcher][path] = rest;
            return true;
        }

        _modes[watcher].Remove(path);
        if (_modes[watcher].Count == 0)
        {
            _modes.Remove(watcher);
        }

        RemoveWatcher(path, watcher);
        return true;
    }

    public void RemoveAll(ConnectedClient watcher)
    {
        if (_modes.Remove(watcher, out var paths))
        {
            foreach (var path in paths.Keys)
            {
                RemoveWatcher(path, watcher);
            }
        }
    }

    /// <summary>Gets the connections to notify of an event, each once. Removes the one-shot watches on the path.</summary>
    public IReadOnlyCollection<ConnectedClient> Trigger(string path, WatchEventType type)
    {
        var told = new HashSet<ConnectedClient>();
        foreach (var watcher in WatchersOf(path))
        {
            // A recursive watch reports a new child with the child's own event.
            if (type != WatchEventType.NodeChildrenChanged || ModesOf(path, watcher) != WatchModes.Recursive)
            {
                told.Add(watcher);
                Remove(path, watcher, WatchModes.OneShot);
            }
        }

        if (type != WatchEventType.NodeChildrenChanged)
        {
            for (var ancestor = ZnodePath.ParentOf(path); ancestor is not null; ancestor = ZnodePath.ParentOf(ancestor))
            {
                told.UnionWith(WatchersOf(ancestor).Where(watcher => Contains(ancestor, watcher, WatchModes.Recursive)));
            }
        }

        return told;
    }

    private ConnectedClient[] WatchersOf(string path) => _watchers.TryGetValue(path, out var watchers) ? [.. watchers] : [];

    private WatchModes ModesOf(string path, ConnectedClient watcher) =>
        _modes.TryGetValue(watcher, out var paths) ? paths.GetValueOrDefault(path) : WatchModes.None;

    private void RemoveWatcher(string path, ConnectedClient watcher)
    {
        _watchers[path].Remove(watcher);
        if (_watchers[path].Count == 0)
        {
            _watchers.Remove(path);
        }
    }
}
