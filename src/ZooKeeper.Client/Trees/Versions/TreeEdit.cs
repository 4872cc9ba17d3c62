namespace ZooKeeper.Client.Trees;

/// <summary>
/// Changes a tree. Before it first changes a znode that another version shares, it copies the znode. It then changes the copy in place until
/// <see cref="Seal"/>.
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

    /// <summary>Returns the current version, which no later edit changes. This costs nothing: the next edits copy what they touch.</summary>
    public TreeRoots Seal()
    {
        _owner = new object();
        return new TreeRoots(_paths, [.. _trees]);
    }

    /// <summary>Returns whether nothing was changed since a version was sealed.</summary>
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

    /// <summary>Returns whether an earlier znode is certainly still at its path: it was not copied, and nothing was removed since.</summary>
    public bool Owns(Znode earlier) => earlier.Owner == _owner && !_hasRemoved;

    /// <summary>Adds a root that exists and is not read yet.</summary>
    public void AddRoot(string path)
    {
        var index = TreeRoots.IndexOf(_paths, path);
        _trees[index] ??= new Znode(path, _owner) { State = ZnodeState.Discovered };
    }

    /// <summary>Adds a znode that was created and is not read yet. Its parent must be known.</summary>
    public void AddCreated(string path)
    {
        var parent = path[..path.LastIndexOf('/')];
        AddChild(Edit(parent.Length == 0 ? "/" : parent), parent, ZnodePath.NameOf(path), ZnodeState.Created);
    }

    public void SetData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat) => SetData(path, Find(path)!, data, isNull, stat);

    /// <param name="path">The path of a known znode.</param>
    /// <param name="known">The znode at the path.</param>
    /// <param name="data">Its data.</param>
    /// <param name="isNull">Whether the data is null.</param>
    /// <param name="stat">Its metadata.</param>
    public void SetData(string path, Znode known, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (!HasSameData(known, data, isNull, stat) || known.Stat != stat)
        {
            // All ancestors of an owned znode are owned, so there is nothing to copy.
            SetData(known.Owner == _owner ? known : Edit(path), data, isNull, stat);
        }
    }

    /// <param name="owned">A znode that this edit owns.</param>
    /// <param name="data">Its data.</param>
    /// <param name="isNull">Whether the data is null.</param>
    /// <param name="stat">Its metadata.</param>
    public static void SetData(Znode owned, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (!HasSameData(owned, data, isNull, stat))
        {
            owned.Bytes = isNull ? null : data.ToArray();
        }

        owned.State = ZnodeState.Read;
        owned.LastReadable = null;
        owned.Stat = stat;
    }

    /// <summary>Sets the Stat of a znode whose data is unchanged.</summary>
    public void SetStat(string path, in Stat stat)
    {
        if (Find(path)!.Stat != stat)
        {
            Edit(path).Stat = stat;
        }
    }

    /// <summary>Makes the children equal to a list. Returns the new ones.</summary>
    /// <param name="path">The path of a known znode.</param>
    /// <param name="children">The names of its children.</param>
    public Znode[] SetChildren(string path, IReadOnlyList<string> children)
    {
        var known = Find(path)!;
        var missing = known.ChildCount == 0 ? children : [.. children.Where(child => known.FindChild(child) is null)];
        if (missing.Count == 0 && known.ChildCount == children.Count)
        {
            return [];
        }

        var znode = Edit(path);
        if (znode.ChildCount + missing.Count != children.Count)
        {
            var present = children.ToHashSet(StringComparer.Ordinal);
            foreach (var gone in znode.Children.Where(child => !present.Contains(child.Name)).ToArray())
            {
                RemoveChild(znode, gone.Name);
            }
        }

        var parent = path.Length == 1 ? "" : path;
        var discovered = new Znode[missing.Count];
        var count = 0;
        foreach (var child in missing)
        {
            var before = znode.ChildCount;
            discovered[count] = AddChild(znode, parent, child, ZnodeState.Discovered);
            count += znode.ChildCount - before; // a damaged list can name a child twice
        }

        return count == discovered.Length ? discovered : discovered[..count];
    }

    /// <param name="path">The path of a known znode.</param>
    /// <param name="published">The znode in the last published version.</param>
    public void SetUnreadable(string path, Znode? published)
    {
        if (Find(path)!.State != ZnodeState.Unreadable)
        {
            var znode = Edit(path);
            znode.State = ZnodeState.Unreadable;
            znode.LastReadable = published is { State: ZnodeState.Unreadable } ? published.LastReadable : published;
            znode.Bytes = null;
            znode.Stat = default;
            znode.SetChildren(trie: null, count: 0);
            _hasRemoved = true;
        }
    }

    /// <summary>Removes a znode and its descendants. Returns false if it is not known.</summary>
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

    // After a wipe and another import, different data can have the same zxids.
    private static bool HasSameData(Znode known, ReadOnlySpan<byte> data, bool isNull, in Stat stat) =>
        known.State == ZnodeState.Read && known.Stat.Mzxid == stat.Mzxid && known.Stat.Czxid == stat.Czxid && known.HasData(data, isNull);

    private Znode AddChild(Znode parent, string path, string name, ZnodeState state)
    {
        if (parent.FindChild(name) is { } known)
        {
            return known;
        }

        var child = new Znode(path, name, _owner) { State = state };
        parent.SetChildren((parent.Trie ?? HashTrie.Empty(_owner)).With(child, _owner), parent.ChildCount + 1);

        // The Stat of the parent is not read again, but must show that there was a child, even if the child is gone before anything is published.
        if (parent.Stat.Cversion == 0)
        {
            parent.Stat = parent.Stat with { Cversion = 1 };
        }

        return child;
    }

    private void RemoveChild(Znode parent, string name)
    {
        _hasRemoved = true;
        parent.SetChildren(parent.Trie!.Without(name, _owner), parent.ChildCount - 1);
    }

    // Finds the znode at a path and makes it and its ancestors owned by this edit.
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
                znode.SetChildren(znode.Trie!.With(owned, _owner), znode.ChildCount);
            }

            znode = owned;
        }

        return znode;
    }

    private Znode Own(Znode znode) => znode.Owner == _owner ? znode : znode.CloneFor(_owner);
}
