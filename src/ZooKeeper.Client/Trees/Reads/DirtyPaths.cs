namespace ZooKeeper.Client.Trees;

/// <summary>
/// Holds the paths to read, and what to read of each. It returns them level by level, so that a whole level is known before its reading begins
/// (docs/protocol.md, "Chunks").
/// </summary>
internal sealed class DirtyPaths
{
    private const int IdleCapacity = 256;

    // Comes before the level of any root; the level of the tree's root is 1.
    private const int First = 0;

    // Without discovered znodes: for a large tree, a dictionary of all paths would cost more than decoding them.
    private readonly Dictionary<string, ReadNeed> _needs = new(StringComparer.Ordinal);

    // By level number. Levels below the lowest have no paths.
    private readonly List<Level?> _levels = [];
    private int _lowest;
    private int _content;
    private int _discovered;

    /// <summary>The number of paths whose content a snapshot needs.</summary>
    public int ContentCount => _content + _discovered;

    public IEnumerable<KeyValuePair<string, ReadNeed>> All => _needs.Concat(_levels.OfType<Level>()
        .SelectMany(level => level.Discovered?.All ?? [])
        .Select(found => KeyValuePair.Create(found.Znode.Path, found.Need)));

    public bool IsEmpty => _needs.Count + _discovered == 0;

    public static int LevelOf(string path) => path.AsSpan().Count('/');

    public ReadNeed NeedOf(string path) => _needs.TryGetValue(path, out var need) ? need : DiscoveredNeedOf(path);

    /// <summary>Marks a path. A discovered znode needs no mark, because it will be read anyway.</summary>
    /// <param name="path">The path.</param>
    /// <param name="need">What to read.</param>
    /// <param name="discovered">
    /// The znode in the working copy, if it was just added. Finding ten thousand znodes again would cost more than decoding them.
    /// </param>
    public void Add(string path, ReadNeed need, Znode? discovered = null)
    {
        if (_needs.TryGetValue(path, out var before))
        {
            Set(path, before, before | need);
        }
        else if (DiscoveredNeedOf(path) == ReadNeed.None)
        {
            Set(path, ReadNeed.None, need);
            At(LevelOf(path)).Marked.Add((path, discovered));
        }
    }

    /// <summary>Adds znodes that a list of children named.</summary>
    /// <param name="parent">The path of the parent.</param>
    /// <param name="children">The znodes in the working copy. The caller does not use the array afterwards.</param>
    /// <param name="need">What to read of each.</param>
    public void AddDiscovered(string parent, Znode[] children, ReadNeed need)
    {
        if (children is [var first, ..])
        {
            if (_needs.Count > 0)
            {
                Array.ForEach(children, child => TryRemoveMark(child.Path, out _));
            }

            _discovered += (At(LevelOf(first.Path)).Discovered ??= new DiscoveredZnodes()).Add(parent, children, need);
        }
    }

    public void Remove(string path)
    {
        if (!TryRemoveMark(path, out _) && _discovered > 0 && Find(LevelOf(path))?.Discovered?.Remove(path) == true)
        {
            _discovered--;
        }
    }

    /// <summary>Adds paths to the front of the next read. Does nothing if there is nothing else to read.</summary>
    public void TakeAlong(IEnumerable<string> paths)
    {
        if (_needs.Count + _discovered == 0)
        {
            return;
        }

        var along = paths.Where(path => DiscoveredNeedOf(path) == ReadNeed.None).ToArray();
        foreach (var path in along)
        {
            var before = _needs.GetValueOrDefault(path);
            Set(path, before, before | ReadNeed.Stat | ReadNeed.Changed);
        }

        At(First).Marked = [.. At(First).Marked.Union(along.Select(path => (path, (Znode?)null)))];
    }

    public bool TryTake(out DirtyPath taken)
    {
        for (; _lowest < _levels.Count; _lowest++)
        {
            if (_levels[_lowest] is not { } level)
            {
                continue;
            }

            if (TryTakeMarked(level.Marked, out taken))
            {
                return true;
            }

            if (level.Discovered is { Count: > 0 } left)
            {
                var (znode, need) = left.Take();
                taken = new DirtyPath(Marked: null, need, znode, _lowest);
                _discovered--;
                return true;
            }

            _levels[_lowest] = null;
        }

        _levels.Clear();
        _lowest = 0;
        taken = default;
        return false;
    }

    /// <summary>Frees memory when everything is read, because a thousand idle mirrors must be cheap.</summary>
    public void OnQuiet()
    {
        if (_needs.Count == 0 && _needs.EnsureCapacity(0) > IdleCapacity)
        {
            _needs.TrimExcess();
        }

        if (_levels.Capacity > IdleCapacity)
        {
            _levels.TrimExcess();
        }
    }

    public void Clear()
    {
        _needs.Clear();
        _levels.Clear();
        _lowest = 0;
        _content = 0;
        _discovered = 0;
    }

    // In random order, so that the first few show the sizes of the rest. The list still contains paths that were read or removed in the meantime.
    private bool TryTakeMarked(List<(string Path, Znode? Discovered)> marked, out DirtyPath taken)
    {
        while (marked.Count > 0)
        {
            var index = Random.Shared.Next(marked.Count);
            var (path, discovered) = marked[index];
            marked[index] = marked[^1];
            marked.RemoveAt(marked.Count - 1);
            if (TryRemoveMark(path, out var need))
            {
                taken = new DirtyPath(path, need, discovered, _lowest == First ? LevelOf(path) : _lowest);
                return true;
            }
        }

        taken = default;
        return false;
    }

    private bool TryRemoveMark(string path, out ReadNeed need)
    {
        var isRemoved = _needs.Remove(path, out need);
        _content -= isRemoved && (need & ReadNeed.Content) != 0 ? 1 : 0;
        return isRemoved;
    }

    private ReadNeed DiscoveredNeedOf(string path) =>
        _discovered > 0 && Find(LevelOf(path))?.Discovered is { } discovered ? discovered.NeedOf(path) : ReadNeed.None;

    private Level? Find(int number) => number < _levels.Count ? _levels[number] : null;

    private Level At(int number)
    {
        while (_levels.Count <= number)
        {
            _levels.Add(null);
        }

        _lowest = Math.Min(_lowest, number);
        return _levels[number] ??= new Level();
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
        public List<(string Path, Znode? Discovered)> Marked { get; set; } = new(1);

        /// <summary>Null until a list of children names znodes: most changes write known ones.</summary>
        public DiscoveredZnodes? Discovered { get; set; }
    }
}
