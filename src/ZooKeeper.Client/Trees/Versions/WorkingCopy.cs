namespace ZooKeeper.Client.Trees;

/// <summary>
/// Holds the tree as replies and events have shown it so far. It applies them and returns what must be read next, but it does not read or publish.
/// </summary>
internal sealed class WorkingCopy
{
    private readonly string[] _roots;
    private readonly UnreadablePaths _unreadable;
    private readonly HashSet<string> _readableSince = new(StringComparer.Ordinal); // unreadable in the published version
    private TreeRoots _sealed;
    private TreeEdit _tree;

    public WorkingCopy(string[] roots, TimeProvider time)
    {
        _roots = roots;
        _unreadable = new UnreadablePaths(time);
        _sealed = new TreeRoots(roots, new Znode?[roots.Length]);
        _tree = new TreeEdit(_sealed);
    }

    public IReadOnlyList<string> Roots => _roots;

    public IEnumerable<string> UnreadablePaths => _unreadable.All.Where(path => Find(path) is { State: ZnodeState.Unreadable });

    public bool IsRoot(string path) => _roots.Contains(path);

    public bool Contains(string path) => TreeRoots.IndexOf(_roots, path) >= 0;

    public Znode? Find(string path) => _tree.Find(path);

    /// <summary>Finds a znode in the last published version.</summary>
    public Znode? FindPublished(string path) => _sealed.Find(path);

    /// <summary>Returns to the published version.</summary>
    public void Reset(TreeRoots? published)
    {
        _sealed = published ?? _sealed;
        _tree = new TreeEdit(_sealed);
        foreach (var path in _readableSince)
        {
            _unreadable.Add(path);
        }

        _readableSince.Clear();
    }

    /// <summary>Returns the current version, which no later change touches.</summary>
    public TreeRoots Seal() => _tree.IsAt(_sealed) ? _sealed : _tree.Seal();

    /// <summary>Returns an independent edit of the current version. It shares everything until one of the two changes.</summary>
    public TreeEdit Fork() => new(_tree.Seal());

    /// <summary>Sets the published version. Returns whether it differs from the previous one.</summary>
    public bool OnPublished(TreeRoots published)
    {
        var isChanged = published != _sealed;
        _sealed = published;
        _readableSince.RemoveWhere(path => published.Find(path) is not { State: ZnodeState.Unreadable });
        return isChanged;
    }

    /// <summary>Applies the data of a znode.</summary>
    public DataChange SetData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (IsRoot(path))
        {
            _tree.AddRoot(path);
        }

        // The path was removed while the read was in flight, and not created again.
        if (_tree.Find(path) is not { } known)
        {
            return default;
        }

        var change = ChangeOf(known, stat);
        SetReadable(path);
        _tree.SetData(path, known, data, isNull, stat);
        return change;
    }

    /// <summary>Applies the data of a znode that a list of children has just named. The path is rarely needed, so it is not built.</summary>
    public DataChange SetData(Znode discovered, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (_unreadable.All.Count > 0 || !_tree.Owns(discovered))
        {
            return SetData(discovered.Path, data, isNull, stat);
        }

        var change = ChangeOf(discovered, stat);
        TreeEdit.SetData(discovered, data, isNull, stat);
        return change;
    }

    /// <summary>Applies a list of children that was read together with the data. Returns the new znodes.</summary>
    public Znode[] SetChildren(string path, string[] children) =>
        _tree.Find(path) is { State: ZnodeState.Read } ? _tree.SetChildren(path, children) : [];

    /// <summary>Applies a list of children that was read separately, with its own Stat. Returns the new znodes.</summary>
    public Znode[] SetChildren(string path, string[] children, in Stat stat)
    {
        if (IsRoot(path))
        {
            _tree.AddRoot(path);
        }

        // If the znode became readable after its data was read, the next read of the data requests the list again.
        if (_tree.Find(path) is not { } known || known.State == ZnodeState.Unreadable)
        {
            return [];
        }

        var discovered = _tree.SetChildren(path, children);
        if (known.State == ZnodeState.Read && known.Stat.Mzxid == stat.Mzxid && known.Stat.Czxid == stat.Czxid)
        {
            _tree.SetStat(path, stat);
        }

        return discovered;
    }

    /// <summary>Sets the Stat of a znode whose data is unchanged.</summary>
    public void SetStat(string path, in Stat stat) => _tree.SetStat(path, stat);

    /// <summary>Adds a root that exists and is not read yet.</summary>
    public void AddRoot(string path) => _tree.AddRoot(path);

    /// <summary>Adds a created znode. Returns false if its parent is not known as readable.</summary>
    public bool TryAddCreated(string path)
    {
        if (_tree.Find(ZnodePath.ParentOf(path)!) is not { State: ZnodeState.Read or ZnodeState.Created })
        {
            return false;
        }

        _tree.AddCreated(path);
        return true;
    }

    /// <summary>Removes a znode and its descendants. Returns false if it is not known.</summary>
    public bool Remove(string path)
    {
        SetReadable(path);
        return _tree.Remove(path);
    }

    /// <summary>Marks a known znode as unreadable. Returns whether it was readable before.</summary>
    public bool SetUnreadable(string path)
    {
        if (IsRoot(path))
        {
            _tree.AddRoot(path);
        }

        if (_tree.Find(path) is null)
        {
            return false;
        }

        _tree.SetUnreadable(path, _sealed.Find(path));
        return _unreadable.Add(path);
    }

    /// <summary>Takes the unreadable znodes whose retry is due.</summary>
    public IReadOnlyList<string> TakeDueUnreadable() => _unreadable.TakeDue();

    /// <summary>
    /// Returns what to read for an event. Events can arrive for readable znodes below an unreadable one, although the mirror cannot see these znodes. The
    /// mirror then reads the nearest known ancestor.
    /// </summary>
    public (string Path, ReadNeed Need) NearestKnown(string path, ReadNeed need)
    {
        if (_tree.Find(path) is not null)
        {
            return (path, need);
        }

        for (var ancestor = path; !IsRoot(ancestor);)
        {
            ancestor = ZnodePath.ParentOf(ancestor)!;
            if (_tree.Find(ancestor) is { } known)
            {
                return (ancestor, known.State == ZnodeState.Read ? ReadNeed.Content : ReadNeed.Data);
            }
        }

        return (path, ReadNeed.Content);
    }

    /// <summary>Enumerates all znodes, parents before their children.</summary>
    public IEnumerable<Znode> All() => _roots.SelectMany(All);

    /// <summary>Enumerates the znodes at and below a path, parents before their children.</summary>
    public IEnumerable<Znode> All(string path)
    {
        var rest = new Stack<Znode>(Find(path) is { } top ? [top] : []);
        while (rest.TryPop(out var znode))
        {
            yield return znode;
            foreach (var child in znode.Children)
            {
                rest.Push(child);
            }
        }
    }

    private void SetReadable(string path)
    {
        if (_unreadable.Remove(path))
        {
            _readableSince.Add(path);
        }
    }

    private static DataChange ChangeOf(Znode known, in Stat stat) => new(
        IsKnown: true,
        IsWritten: known.Stat.Mzxid != stat.Mzxid,
        WasUnreadable: known.State == ZnodeState.Unreadable,
        HasOtherChildren: known.ChildCount != stat.NumChildren);
}
