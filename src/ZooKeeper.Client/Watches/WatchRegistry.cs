namespace ZooKeeper.Client.Watches;

/// <summary>
/// Who waits for which path. It keeps one persistent mode per path and connection, because servers before 3.9 do (ZOOKEEPER-4466): there a
/// one-shot watch on the path of a persistent one silently ends it. So what a persistent watch covers is served from its events.
/// Protected by the observers' gate.
/// </summary>
internal sealed class WatchRegistry(CallbackQueue callbacks)
{
    private readonly Dictionary<string, List<UserWatch>> _oneShots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<UserWatch>> _persistent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchMode> _onServer = new(StringComparer.Ordinal);

    private readonly List<(WatchKind Kind, string Path, long Zxid)> _uncovered = [];

    public PersistentWatchSupport Persistent { get; } = new();

    public IEnumerable<string> DataPaths => PathsOf(_oneShots, WatchKind.Data);

    public IEnumerable<string> ExistPaths => PathsOf(_oneShots, WatchKind.Exist);

    public IEnumerable<string> ChildPaths => PathsOf(_oneShots, WatchKind.Child);

    public IEnumerable<string> PersistentPaths => PathsOf(_persistent, WatchKind.Persistent);

    public IEnumerable<string> RecursivePaths => PathsOf(_persistent, WatchKind.Recursive);

    /// <summary>Adds a watch that is being sent; it gets events when it has begun.</summary>
    public void Add(string path, UserWatch watch)
    {
        var watches = watch.IsOneShot ? _oneShots : _persistent;
        if (!watches.TryGetValue(path, out var list))
        {
            watches.Add(path, list = []);
        }

        list.Add(watch);
    }

    public bool Remove(string path, UserWatch watch)
    {
        var watches = watch.IsOneShot ? _oneShots : _persistent;
        if (!watches.TryGetValue(path, out var list) || !list.Remove(watch))
        {
            return false;
        }

        if (list.Count == 0)
        {
            watches.Remove(path);
        }

        return true;
    }

    /// <summary>Removes everything that users have on a path.</summary>
    public bool RemoveAll(string path) => _oneShots.Remove(path) | _persistent.Remove(path);

    /// <summary>A mirror keeps a recursive watch here, and registers it itself on every connection.</summary>
    public void ClaimRoot(string path) => _roots[path] = _roots.GetValueOrDefault(path) + 1;

    public void ReleaseRoot(string path)
    {
        if (_roots[path]-- == 1)
        {
            _roots.Remove(path);
        }
    }

    /// <summary>Whether events about the path arrive by a persistent watch, so that a one-shot one must not be set, or a second one need not.</summary>
    public bool IsCovered(string path, WatchKind kind) =>
        (_onServer.TryGetValue(path, out var mode) && (mode == WatchMode.PersistentRecursive || kind != WatchKind.Recursive)) || IsBelowRecursive(path);

    /// <summary>A one-shot watch began by its read, and relied on a persistent one that the server has refused.</summary>
    public void Uncover(WatchKind kind, string path, long zxid) => _uncovered.Add((kind, path, zxid));

    /// <summary>The watches that lack one on the server, and the zxids that they began at.</summary>
    public IReadOnlyList<(WatchKind Kind, string Path, long Zxid)> TakeUncovered()
    {
        if (_uncovered.Count == 0)
        {
            return [];
        }

        var taken = _uncovered.ToArray();
        _uncovered.Clear();
        return taken;
    }

    /// <summary>A persistent watch is being sent to the server.</summary>
    public void SetOnServer(string path, WatchMode mode)
    {
        if (!Persistent.IsRefused)
        {
            _onServer[path] = mode;
        }
    }

    /// <summary>The server takes no persistent watches, so nothing is covered by one.</summary>
    public void RefusePersistent(ErrorCode error)
    {
        Persistent.OnRefused(error);
        _onServer.Clear();
    }

    /// <summary>The server does not have it, or not any more.</summary>
    public void UnsetOnServer(string path)
    {
        if (!_roots.ContainsKey(path))
        {
            _onServer.Remove(path);
        }
    }

    /// <summary>
    /// Whether the server must keep its watches on a path: for a mirror, or for what users have, or are about to have, at it or, if it is recursive, below.
    /// </summary>
    public bool IsNeeded(string path)
    {
        if (_roots.ContainsKey(path) || (Persistent.IsRefused && _roots.Keys.Any(root => ZnodePath.IsAtOrBelow(path, root))))
        {
            return true;
        }

        var isRecursive = _onServer.TryGetValue(path, out var mode) && mode == WatchMode.PersistentRecursive;
        return _oneShots.Keys.Concat(_persistent.Keys).Any(other => isRecursive ? ZnodePath.IsAtOrBelow(other, path) : other == path);
    }

    /// <summary>A new connection has only the mirrors' roots, which they register themselves.</summary>
    public void OnConnected(string server)
    {
        Persistent.OnConnected(server);
        _uncovered.Clear();
        _onServer.Clear();
        if (Persistent.IsRefused)
        {
            return;
        }

        foreach (var root in _roots.Keys)
        {
            _onServer.Add(root, WatchMode.PersistentRecursive);
        }
    }

    public void Dispatch(in WatchedEvent watchedEvent)
    {
        var path = watchedEvent.Path;
        FireOneShots(path, watchedEvent);
        if (_persistent.Count > 0)
        {
            FirePersistent(path, watchedEvent);
        }

        // A recursive watch never reports ChildrenChanged; that a child came or went says it.
        if (watchedEvent.Type is WatchEventType.NodeCreated or WatchEventType.NodeDeleted && ZnodePath.ParentOf(path) is { } parent)
        {
            var childrenChanged = watchedEvent with { Type = WatchEventType.NodeChildrenChanged, Path = parent };
            FireOneShots(parent, childrenChanged);
            if (_onServer.GetValueOrDefault(parent, WatchMode.PersistentRecursive) == WatchMode.PersistentRecursive)
            {
                Fire(parent, childrenChanged, WatchKind.Persistent);
            }
        }
    }

    private bool IsBelowRecursive(string path)
    {
        for (var ancestor = ZnodePath.ParentOf(path); ancestor is not null; ancestor = ZnodePath.ParentOf(ancestor))
        {
            if (_onServer.TryGetValue(ancestor, out var mode) && mode == WatchMode.PersistentRecursive)
            {
                return true;
            }
        }

        return false;
    }

    private void FireOneShots(string path, WatchedEvent watchedEvent)
    {
        if (!_oneShots.TryGetValue(path, out var watches))
        {
            return;
        }

        foreach (var watch in watches.FindAll(watch => watch.HasBegun && watch.IsFor(watchedEvent.Type)))
        {
            Remove(path, watch);
            callbacks.Post(watch, watchedEvent);
        }
    }

    private void FirePersistent(string path, WatchedEvent watchedEvent)
    {
        Fire(path, watchedEvent, WatchKind.Persistent);
        if (watchedEvent.Type != WatchEventType.NodeChildrenChanged)
        {
            for (var ancestor = path; ancestor is not null; ancestor = ZnodePath.ParentOf(ancestor))
            {
                Fire(ancestor, watchedEvent, WatchKind.Recursive);
            }
        }
    }

    private void Fire(string path, WatchedEvent watchedEvent, WatchKind kind)
    {
        if (_persistent.TryGetValue(path, out var watches))
        {
            foreach (var watch in watches)
            {
                if (watch.HasBegun && watch.Kind == kind)
                {
                    callbacks.Post(watch, watchedEvent);
                }
            }
        }
    }

    private static IEnumerable<string> PathsOf(Dictionary<string, List<UserWatch>> watches, WatchKind kind) =>
        watches.Where(entry => entry.Value.Exists(watch => watch.HasBegun && watch.Kind == kind)).Select(entry => entry.Key);
}
