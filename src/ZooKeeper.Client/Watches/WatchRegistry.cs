namespace ZooKeeper.Client.Watches;

/// <summary>
/// Keeps the watches of users, and records which watches the server has. It keeps one persistent mode for each path and connection. ZOOKEEPER-4466: before 3.9,
/// servers do the same, and a one-shot watch on the path of a persistent watch silently ends the persistent one. Events of persistent watches therefore serve
/// all watches that they cover. Protected by the observers' gate.
/// </summary>
internal sealed class WatchRegistry
{
    private readonly Dictionary<string, List<UserWatch>> _oneShots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<UserWatch>> _persistent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _roots = new(StringComparer.Ordinal);

    // The parent whose NodeChildrenChanged was derived from the last event.
    private string? _derived;

    public PersistentWatchSupport Persistent { get; } = new();

    /// <summary>Gets the persistent watches that the server has.</summary>
    public PersistentModes OnServer { get; } = new();

    public OwedRequests Owed { get; } = new();

    /// <summary>Gets or sets whether the server can remove watches. ZooKeeper 3.4 cannot, and closes the connection if it is asked to.</summary>
    public bool CanRemove { get; set; } = true;

    /// <summary>Gets how many bytes of paths one setWatches request may have. Servers with a lower <c>jute.maxbuffer</c> close the connection.</summary>
    public SetWatchesLimit SetWatchesLimit { get; } = new();

    /// <summary>Gets whether users have watches.</summary>
    public bool HasWatches => _oneShots.Count + _persistent.Count > 0;

    /// <summary>Gets the paths with watches of a kind.</summary>
    public IEnumerable<string> PathsOf(WatchKind kind) =>
        AllOf(kind).Where(entry => entry.Value.Exists(watch => watch.HasBegun && watch.Kind == kind)).Select(entry => entry.Key);

    /// <summary>Gets whether a path has watches of a kind.</summary>
    public bool Has(WatchKind kind, string path) =>
        AllOf(kind).TryGetValue(path, out var watches) && watches.Exists(watch => watch.HasBegun && watch.Kind == kind);

    /// <summary>Adds a watch whose request is about to be sent. It gets events once it has begun.</summary>
    public void Add(string path, UserWatch watch)
    {
        var watches = watch.IsOneShot ? _oneShots : _persistent;
        if (!watches.TryGetValue(path, out var list))
        {
            watches.Add(path, list = []);
        }

        list.Add(watch);
    }

    /// <summary>Lets a one-shot watch get events. If the same watcher already waits for them, the two become one.</summary>
    public void Begin(string path, UserWatch watch, WatchKind kind)
    {
        watch.Begin(kind);
        if (_oneShots.GetValueOrDefault(path)?.Find(other => other != watch && other.HasBegun && other.IsSameAs(watch)) is { } earlier)
        {
            earlier.Begin(kind);
            Remove(path, watch);
        }
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

    /// <summary>Removes all watches of users on a path, and tells their watchers.</summary>
    public bool RemoveAll(string path)
    {
        var isAny = _oneShots.Remove(path, out var oneShots) | _persistent.Remove(path, out var persistent);
        foreach (var watch in (oneShots ?? []).Concat(persistent ?? []))
        {
            watch.Watcher.OnRemoved(path);
        }

        return isAny;
    }

    /// <summary>Marks a path as the root of a mirror. The mirror itself sets its recursive watch on every connection.</summary>
    public void ClaimRoot(string path) => _roots[path] = _roots.GetValueOrDefault(path) + 1;

    public void ReleaseRoot(string path)
    {
        if (_roots[path]-- == 1)
        {
            _roots.Remove(path);
        }
    }

    /// <summary>Gets whether a persistent watch reports the events of the path, so that no other watch may be set there.</summary>
    public bool IsCovered(string path, WatchKind kind) =>
        OnServer.IsAtOrBelowRecursive(path) || (kind != WatchKind.Recursive && OnServer.Of(path) is not null);

    /// <summary>Records that a persistent watch is about to be sent.</summary>
    public void SetOnServer(string path, WatchMode mode)
    {
        if (!Persistent.IsRefused)
        {
            OnServer.OnSent(path, mode);
        }
    }

    /// <summary>Records that the server does not support persistent watches, so they cover nothing.</summary>
    public void RefusePersistent(ErrorCode error)
    {
        Persistent.OnRefused(error);
        OnServer.Clear();
    }

    /// <summary>
    /// Gets whether the server must keep its watches on a path: for a mirror, or for watches of users on the path. If the watch is recursive, also for watches
    /// of users below the path.
    /// </summary>
    public bool IsNeeded(string path)
    {
        if (_roots.ContainsKey(path) || (Persistent.IsRefused && _roots.Keys.Any(root => ZnodePath.IsAtOrBelow(path, root))))
        {
            return true;
        }

        return OnServer.Of(path) == WatchMode.PersistentRecursive
            ? _oneShots.Keys.Concat(_persistent.Keys).Any(other => ZnodePath.IsAtOrBelow(other, path))
            : _oneShots.ContainsKey(path) || _persistent.ContainsKey(path);
    }

    /// <summary>Resets the state for a new connection. The connection has only the watches that mirrors set themselves.</summary>
    public void OnConnected(string server)
    {
        Persistent.OnConnected(server);
        Owed.Clear();
        OnServer.Clear();
        _derived = null;
        foreach (var root in _roots.Keys)
        {
            if (!Persistent.IsRefused)
            {
                OnServer.Expect(root, WatchMode.PersistentRecursive);
            }
        }
    }

    /// <summary>Tells the watchers that the client is disposed.</summary>
    public void Close()
    {
        foreach (var watch in _oneShots.Values.Concat(_persistent.Values).SelectMany(watches => watches))
        {
            watch.Watcher.Close();
        }
    }

    /// <summary>Handles a reply of the server's pipeline: no reply comes between an event and its repetition.</summary>
    public void OnReply() => _derived = null;

    public void Dispatch(in WatchedEvent watchedEvent)
    {
        var path = watchedEvent.Path;

        // Since 3.9, a server keeps a persistent watch beside a recursive one on the same path, and also reports the event that was just derived.
        var isRepeated = watchedEvent.Type == WatchEventType.NodeChildrenChanged && path == _derived;
        _derived = null;
        if (isRepeated)
        {
            return;
        }

        FireOneShots(path, watchedEvent);
        if (_persistent.Count > 0)
        {
            FirePersistent(path, watchedEvent);
        }

        // A recursive watch never reports NodeChildrenChanged, so the client derives it from the creation or deletion of a child. If the parent has a watch
        // that is not recursive, the server reports the event itself, and this report is no repetition.
        if (watchedEvent.Type is WatchEventType.NodeCreated or WatchEventType.NodeDeleted && ZnodePath.ParentOf(path) is { } parent && OnServer.IsAtOrBelowRecursive(parent))
        {
            var childrenChanged = watchedEvent with { Type = WatchEventType.NodeChildrenChanged, Path = parent };
            FireOneShots(parent, childrenChanged);
            if (OnServer.Of(parent) != WatchMode.Persistent)
            {
                Fire(parent, childrenChanged, WatchKind.Persistent);
                _derived = parent;
            }
        }
    }

    private Dictionary<string, List<UserWatch>> AllOf(WatchKind kind) => kind is WatchKind.Persistent or WatchKind.Recursive ? _persistent : _oneShots;

    private void FireOneShots(string path, WatchedEvent watchedEvent)
    {
        if (!_oneShots.TryGetValue(path, out var watches))
        {
            return;
        }

        var type = watchedEvent.Type;
        var fired = watches.FindAll(watch => watch.HasBegun && watch.IsFor(type));
        watches.RemoveAll(watch => watch.HasBegun && watch.IsFor(type));
        if (watches.Count == 0)
        {
            _oneShots.Remove(path);
        }

        foreach (var watch in fired)
        {
            watch.Watcher.Deliver(watchedEvent);
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
                    watch.Watcher.Deliver(watchedEvent);
                }
            }
        }
    }
}
