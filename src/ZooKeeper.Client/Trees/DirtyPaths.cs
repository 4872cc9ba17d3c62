namespace ZooKeeper.Client.Trees;

/// <summary>
/// The paths to be read. They are taken level by level, so that a level is known as a whole when its reading begins, and in random order
/// within a level (docs/protocol.md, "Chunks").
/// </summary>
/// <param name="isThere">Whether a znode that was discovered is still in the working copy.</param>
internal sealed class DirtyPaths(Func<Znode, bool> isThere)
{
    private const int IdleCapacity = 256;

    // Above that of the root, which is 1.
    private const int First = 0;

    // Those of discovered znodes are not among them: of a large tree a dictionary of all would cost more than decoding them.
    private readonly Dictionary<string, ReadNeed> _needs = new(StringComparer.Ordinal);
    private readonly SortedList<int, Level> _levels = [];
    private int _content;
    private int _discovered;

    /// <summary>How many paths lack content that a snapshot needs. A discovered znode that is gone counts until its turn comes.</summary>
    public int ContentCount => _content + _discovered;

    public bool HasDiscovered => _discovered > 0;

    public IEnumerable<KeyValuePair<string, ReadNeed>> All => _needs.Concat(_levels.Values
        .SelectMany(level => level.Discovered.All)
        .Where(found => isThere(found.Znode))
        .Select(found => KeyValuePair.Create(found.Znode.Path, found.Need)));

    public static int LevelOf(string path) => path.AsSpan().Count('/');

    /// <summary>What is to be read of a path that was marked by itself.</summary>
    public ReadNeed NeedOf(string path) => _needs.GetValueOrDefault(path);

    /// <param name="path">The path.</param>
    /// <param name="need">What is to be read of it.</param>
    /// <param name="discovered">Where it was just put in the working copy; finding ten thousand of them again would cost more than decoding their data.</param>
    public void Add(string path, ReadNeed need, Znode? discovered = null)
    {
        if (_needs.TryGetValue(path, out var before))
        {
            Set(path, before, before | need);
            return;
        }

        Set(path, ReadNeed.None, need);
        At(LevelOf(path)).Paths.Add((path, discovered));
    }

    /// <summary>Adds what a list of children told of, where it was put in the working copy. From now on a mark of one of them would say nothing more.</summary>
    /// <param name="children">The children of one znode. Whoever hands the array over does not use it any more.</param>
    /// <param name="need">What is to be read of each.</param>
    public void AddDiscovered(Znode[] children, ReadNeed need)
    {
        if (children is [var first, ..])
        {
            At(LevelOf(first.Path)).Discovered.Add(children, need);
            _discovered += children.Length;
        }

        if (_needs.Count > 0)
        {
            Array.ForEach(children, child => Remove(child.Path));
        }
    }

    /// <summary>Forgets the mark of a path.</summary>
    public void Remove(string path) => TryRemove(path, out _);

    /// <summary>If anything is to be read at all, these are read first.</summary>
    public void TakeAlong(IReadOnlyCollection<string> paths)
    {
        if (paths.Count == 0 || _needs.Count + _discovered == 0)
        {
            return;
        }

        foreach (var path in paths)
        {
            Set(path, NeedOf(path), NeedOf(path) | ReadNeed.Stat | ReadNeed.Changed);
        }

        At(First).Paths = [.. At(First).Paths.Union(paths.Select(path => (path, (Znode?)null)))];
    }

    public bool TryTake(out string path, out ReadNeed need, out Znode? discovered)
    {
        while (_levels.Count > 0)
        {
            var level = _levels.Values[0];
            if (TryTakeMarked(level.Paths, out path, out need, out discovered) || TryTakeDiscovered(level.Discovered, out path, out need, out discovered))
            {
                return true;
            }

            _levels.RemoveAt(0);
        }

        (path, need, discovered) = ("", ReadNeed.None, null);
        return false;
    }

    /// <summary>Everything is read; a thousand idle mirrors must be cheap.</summary>
    public void OnQuiet()
    {
        if (_needs.Count == 0 && _needs.EnsureCapacity(0) > IdleCapacity)
        {
            _needs.TrimExcess();
        }
    }

    public void Clear()
    {
        _needs.Clear();
        _levels.Clear();
        _content = 0;
        _discovered = 0;
    }

    private bool TryTakeMarked(List<(string Path, Znode? Discovered)> paths, out string path, out ReadNeed need, out Znode? discovered)
    {
        while (paths.Count > 0)
        {
            var index = Random.Shared.Next(paths.Count);
            (path, discovered) = paths[index];
            paths[index] = paths[^1];
            paths.RemoveAt(paths.Count - 1);
            if (TryRemove(path, out need))
            {
                return true;
            }
        }

        (path, need, discovered) = ("", ReadNeed.None, null);
        return false;
    }

    private bool TryTakeDiscovered(DiscoveredZnodes znodes, out string path, out ReadNeed need, out Znode? discovered)
    {
        while (znodes.Count > 0)
        {
            (discovered, need) = znodes.Take();
            path = discovered.Path;
            _discovered--;
            if (isThere(discovered))
            {
                return true;
            }
        }

        (path, need, discovered) = ("", ReadNeed.None, null);
        return false;
    }

    private Level At(int number)
    {
        if (!_levels.TryGetValue(number, out var level))
        {
            _levels.Add(number, level = new Level());
        }

        return level;
    }

    private bool TryRemove(string path, out ReadNeed need)
    {
        var isRemoved = _needs.Remove(path, out need);
        _content -= isRemoved && (need & ReadNeed.Content) != 0 ? 1 : 0;
        return isRemoved;
    }

    private void Set(string path, ReadNeed before, ReadNeed after)
    {
        _needs[path] = after;
        if ((before & ReadNeed.Content) == 0 && (after & ReadNeed.Content) != 0)
        {
            _content++;
        }
    }

    private sealed class Level
    {
        public List<(string Path, Znode? Discovered)> Paths { get; set; } = [];

        public DiscoveredZnodes Discovered { get; } = new();
    }
}
