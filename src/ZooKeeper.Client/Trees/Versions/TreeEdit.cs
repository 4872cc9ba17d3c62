namespace ZooKeeper.Client.Trees;

/// <summary>
/// A tree that is being changed. What it shares with a snapshot is copied before it is changed; what it has copied already is changed in place,
/// until <see cref="Seal"/> makes a snapshot of it.
/// </summary>
internal sealed class TreeEdit
{
    private readonly IReadOnlyList<string> _paths;
    private readonly Znode?[] _trees;
    private object _owner = new();
    private bool _hasRemoved;

    public TreeEdit(TreeRoots start)
    {
        _paths = start.Paths;
        _trees = [.. start.Trees];
    }

    /// <summary>The present state, which no later edit changes. Free: the next edits copy what they touch.</summary>
    public TreeRoots Seal()
    {
        _owner = new object();
        return new TreeRoots(_paths, [.. _trees]);
    }

    /// <summary>Whether nothing was changed since a seal.</summary>
    public bool IsAt(TreeRoots seal) => _trees.AsSpan().SequenceEqual(seal.Trees);

    public Znode? Find(string path)
    {
        var index = TreeRoots.IndexOf(_paths, path);
        var znode = _trees[index];
        foreach (var component in TreeRoots.Components(path, _paths[index]))
        {
            znode = znode?.FindChild(component);
        }

        return znode;
    }

    /// <summary>The znode at a path. One that was at it when it was put there still is, unless it was copied or anything was removed since.</summary>
    public Znode? Find(string path, Znode? earlier) => earlier?.Owner == _owner && !_hasRemoved ? earlier : Find(path);

    /// <summary>Notes that a root exists, to be read.</summary>
    public void AddRoot(string path)
    {
        var index = TreeRoots.IndexOf(_paths, path);
        _trees[index] ??= new Znode(path, _owner) { State = ZnodeState.Discovered };
    }

    /// <summary>Notes that a znode was created, to be read. Its parent must be there.</summary>
    public void AddCreated(string path) => AddChild(Edit(ZnodePath.ParentOf(path)!), path, ZnodeState.Created);

    public void SetData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat) => SetData(path, Find(path)!, data, isNull, stat);

    /// <param name="path">The path of a known znode.</param>
    /// <param name="known">The znode at the path, as it was just found.</param>
    /// <param name="data">Its data.</param>
    /// <param name="isNull">Whether it has none.</param>
    /// <param name="stat">Its metadata.</param>
    public void SetData(string path, Znode known, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        // Of an ensemble that was wiped and filled again in the same way the zxids can be those of before.
        var isSameData = known.State == ZnodeState.Read && known.Stat.Mzxid == stat.Mzxid && known.Stat.Czxid == stat.Czxid && known.HasData(data, isNull);
        if (isSameData && known.Stat == stat)
        {
            return;
        }

        // What is owned hangs below what is owned, so there is nothing on the way to copy.
        var znode = known.Owner == _owner ? known : Edit(path);
        znode.State = ZnodeState.Read;
        znode.LastReadable = null;
        znode.Stat = stat;
        if (!isSameData)
        {
            znode.Bytes = isNull ? null : data.ToArray();
        }
    }

    /// <summary>The same data, with newer counts of children.</summary>
    public void SetStat(string path, in Stat stat)
    {
        if (Find(path)!.Stat != stat)
        {
            Edit(path).Stat = stat;
        }
    }

    /// <summary>Makes the children exactly those of a list; tells which are new.</summary>
    /// <param name="path">The path of a known znode.</param>
    /// <param name="children">The paths of its children.</param>
    public Znode[] SetChildren(string path, IReadOnlyList<string> children)
    {
        var known = Find(path)!;
        var missing = known.ChildCount == 0 ? children : [.. children.Where(child => known.FindChild(NameOf(child)) is null)];
        if (missing.Count == 0 && known.ChildCount == children.Count)
        {
            return [];
        }

        var znode = Edit(path);
        if (znode.ChildCount + missing.Count != children.Count)
        {
            var present = children.ToHashSet(StringComparer.Ordinal);
            foreach (var gone in znode.Children.Where(child => !present.Contains(child.Path)).ToArray())
            {
                RemoveChild(znode, gone.Name);
            }
        }

        var discovered = new Znode[missing.Count];
        var count = 0;
        foreach (var child in missing)
        {
            var before = znode.ChildCount;
            discovered[count] = AddChild(znode, child, ZnodeState.Discovered);
            count += znode.ChildCount - before; // a damaged list may have one twice
        }

        return count == discovered.Length ? discovered : discovered[..count];
    }

    /// <param name="path">The path of a known znode.</param>
    /// <param name="published">The znode in the snapshot that was published last.</param>
    public void SetUnreadable(string path, Znode? published)
    {
        if (Find(path)!.State != ZnodeState.Unreadable)
        {
            var znode = Edit(path);
            znode.State = ZnodeState.Unreadable;
            znode.LastReadable = published is { State: ZnodeState.Unreadable } ? published.LastReadable : published;
            znode.Bytes = null;
            znode.Stat = default;
            znode.Trie = null;
            znode.ChildCount = 0;
            _hasRemoved = true;
        }
    }

    /// <summary>Removes a znode and what is below it. False if it is not known.</summary>
    public bool Remove(string path)
    {
        if (Find(path) is not { } znode)
        {
            return false;
        }

        var index = TreeRoots.IndexOf(_paths, path);
        if (path == _paths[index])
        {
            _trees[index] = null;
            _hasRemoved = true;
        }
        else
        {
            RemoveChild(Edit(ZnodePath.ParentOf(path)!), znode.Name);
        }

        return true;
    }

    private static ReadOnlySpan<char> NameOf(string path) => path.AsSpan(path.LastIndexOf('/') + 1);

    private Znode AddChild(Znode parent, string path, ZnodeState state)
    {
        if (parent.FindChild(NameOf(path)) is { } known)
        {
            return known;
        }

        var child = new Znode(path, _owner) { State = state };
        parent.Trie = (parent.Trie ?? HashTrie.Empty(_owner)).With(child, _owner);
        parent.ChildCount++;
        return child;
    }

    private void RemoveChild(Znode parent, string name)
    {
        _hasRemoved = true;
        parent.Trie = parent.Trie!.Without(name, _owner);
        parent.ChildCount--;
    }

    // The znode at a path, owned by this edit together with all above it.
    private Znode Edit(string path)
    {
        var index = TreeRoots.IndexOf(_paths, path);
        var znode = Own(_trees[index]!);
        _trees[index] = znode;
        foreach (var component in TreeRoots.Components(path, _paths[index]))
        {
            var child = znode.FindChild(component)!;
            var owned = Own(child);
            if (owned != child)
            {
                znode.Trie = znode.Trie!.With(owned, _owner);
            }

            znode = owned;
        }

        return znode;
    }

    private Znode Own(Znode znode) => znode.Owner == _owner ? znode : znode.CloneFor(_owner);
}
