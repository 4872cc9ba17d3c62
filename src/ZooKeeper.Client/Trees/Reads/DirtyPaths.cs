namespace ZooKeeper.Client.Trees;

/// <summary>
/// The paths to be read, each with what is to be read of it. They are taken level by level, so that a level is known as a whole when its reading begins
/// (docs/protocol.md, "Chunks").
/// </summary>
internal sealed class DirtyPaths
{
    private const int IdleCapacity = 256;

    // Above that of the root, which is 1.
    private const int First = 0;

    // Those of discovered znodes are not among them: of a large tree a dictionary of all would cost more than decoding them.
    private readonly Dictionary<string, ReadNeed> _needs = new(StringComparer.Ordinal);
    private readonly SortedList<int, Level> _levels = [];
    private int _content;
    private int _discovered;

    /// <summary>How many paths lack content that a snapshot needs.</summary>
    public int ContentCount => _content + _discovered;

    public IEnumerable<KeyValuePair<string, ReadNeed>> All => _needs.Concat(_levels.Values
        .SelectMany(level => level.Discovered.All)
        .Select(found => KeyValuePair.Create(found.Znode.Path, found.Need)));

    public bool IsEmpty => _needs.Count + _discovered == 0;

    public static int LevelOf(string path) => path.AsSpan().Count('/');

    public ReadNeed NeedOf(string path) => _needs.TryGetValue(path, out var need) ? need : DiscoveredNeedOf(path);

    /// <summary>Marks a path. One that was discovered and not read yet needs no mark: whatever it holds is read after this.</summary>
    /// <param name="path">The path.</param>
    /// <param name="need">What is to be read of it.</param>
    /// <param name="discovered">Where it was just put in the working copy; finding ten thousand of them again would cost more than decoding their data.</param>
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

    /// <summary>Adds what a list of children told of, where it was put in the working copy.</summary>
    /// <param name="parent">The path whose children they are.</param>
    /// <param name="children">The znodes. Whoever hands the array over does not use it any more.</param>
    /// <param name="need">The content that is to be read of each.</param>
    public void AddDiscovered(string parent, Znode[] children, ReadNeed need)
    {
        if (children is [var first, ..])
        {
            if (_needs.Count > 0)
            {
                Array.ForEach(children, child => TryRemoveMark(child.Path, out _));
            }

            _discovered += At(LevelOf(first.Path)).Discovered.Add(parent, children, need);
        }
    }

    public void Remove(string path)
    {
        if (!TryRemoveMark(path, out _) && _discovered > 0 && _levels.TryGetValue(LevelOf(path), out var level) && level.Discovered.Remove(path))
        {
            _discovered--;
        }
    }

    /// <summary>If anything is to be read at all, these are read first.</summary>
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

    public bool TryTake(out string path, out ReadNeed need, out Znode? discovered)
    {
        while (_levels.Count > 0)
        {
            var level = _levels.Values[0];
            if (TryTakeMarked(level.Marked, out path, out need, out discovered))
            {
                return true;
            }

            if (level.Discovered.Count > 0)
            {
                (discovered, need) = level.Discovered.Take();
                path = discovered.Path;
                _discovered--;
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

    // In random order, so that the first few tell the sizes of the rest. What was read or removed meanwhile is still in the list.
    private bool TryTakeMarked(List<(string Path, Znode? Discovered)> marked, out string path, out ReadNeed need, out Znode? discovered)
    {
        while (marked.Count > 0)
        {
            var index = Random.Shared.Next(marked.Count);
            (path, discovered) = marked[index];
            marked[index] = marked[^1];
            marked.RemoveAt(marked.Count - 1);
            if (TryRemoveMark(path, out need))
            {
                return true;
            }
        }

        (path, need, discovered) = ("", ReadNeed.None, null);
        return false;
    }

    private bool TryRemoveMark(string path, out ReadNeed need)
    {
        var isRemoved = _needs.Remove(path, out need);
        _content -= isRemoved && (need & ReadNeed.Content) != 0 ? 1 : 0;
        return isRemoved;
    }

    private ReadNeed DiscoveredNeedOf(string path) =>
        _discovered > 0 && _levels.TryGetValue(LevelOf(path), out var level) ? level.Discovered.NeedOf(path) : ReadNeed.None;

    private Level At(int number)
    {
        if (!_levels.TryGetValue(number, out var level))
        {
            _levels.Add(number, level = new Level());
        }

        return level;
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
        public List<(string Path, Znode? Discovered)> Marked { get; set; } = [];

        public DiscoveredZnodes Discovered { get; } = new();
    }
}
