namespace ZooKeeper.Client.Trees;

/// <summary>One version of a mirror's trees. Null stands for a root that does not exist.</summary>
internal sealed class TreeRoots(IReadOnlyList<string> paths, Znode?[] trees)
{
    /// <summary>The server's paths of the roots. No root is below another.</summary>
    public IReadOnlyList<string> Paths { get; } = paths;

    public Znode?[] Trees { get; } = trees;

    /// <summary>Returns the index of the root at or above a path, or −1.</summary>
    public static int IndexOf(IReadOnlyList<string> roots, string path)
    {
        for (var i = 0; i < roots.Count; i++)
        {
            if (ZnodePath.IsAtOrBelow(path, roots[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Removes duplicate roots and roots below another.</summary>
    public static string[] Collapse(IEnumerable<string> paths)
    {
        var distinct = paths.Distinct(StringComparer.Ordinal).ToArray();
        return Array.FindAll(distinct, path => !distinct.Any(other => other != path && ZnodePath.IsAtOrBelow(path, other)));
    }

    public Znode? Find(string path)
    {
        var index = IndexOf(Paths, path);
        if (index < 0)
        {
            return null;
        }

        var znode = Trees[index];
        foreach (var component in Components(path, Paths[index]))
        {
            znode = znode?.FindChild(component);
        }

        return znode;
    }

    /// <summary>Enumerates the names from a root down to a path.</summary>
    public static ComponentEnumerator Components(string path, string root) =>
        new(path.AsSpan(root.Length == 1 ? 1 : Math.Min(root.Length + 1, path.Length)));

    public ref struct ComponentEnumerator(ReadOnlySpan<char> rest)
    {
        private ReadOnlySpan<char> _rest = rest;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly ComponentEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var slash = _rest.IndexOf('/');
            Current = slash < 0 ? _rest : _rest[..slash];
            _rest = slash < 0 ? [] : _rest[(slash + 1)..];
            return true;
        }
    }
}
