namespace ZooKeeper.Client.Trees;

/// <summary>
/// The paths to be read. They are taken level by level, so that a level is known as a whole when its reading begins, and in random order
/// within a level, so that the first few tell the sizes of the rest (docs/protocol.md, "Chunks"): one by one, later a few neighbours at a time.
/// </summary>
internal sealed class DirtyPaths
{
    private const int IdleCapacity = 256;

    // Above that of the root, which is 1.
    private const int First = 0;

    // Neighbours came together and lie together in memory, so a large level is read with fewer misses of the cache.
    private const int TakenOneByOne = 256;
    private const int Neighbours = 16;

    private readonly Dictionary<string, ReadNeed> _needs = new(StringComparer.Ordinal);
    private readonly SortedList<int, List<(string Path, Znode? Discovered)>> _levels = [];

    private int _level;
    private int _taken;
    private int _index;

    /// <summary>How many paths lack content that a snapshot needs.</summary>
    public int ContentCount { get; private set; }

    public IEnumerable<KeyValuePair<string, ReadNeed>> All => _needs;

    public static int LevelOf(string path) => path.AsSpan().Count('/');

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
        var level = LevelOf(path);
        if (!_levels.TryGetValue(level, out var paths))
        {
            _levels.Add(level, paths = []);
        }

        paths.Add((path, discovered));
    }

    public void Remove(string path) => TryRemove(path, out _);

    /// <summary>If anything is to be read at all, these are read first.</summary>
    public void TakeAlong(IReadOnlyCollection<string> paths)
    {
        if (_needs.Count == 0 || paths.Count == 0)
        {
            return;
        }

        foreach (var path in paths)
        {
            Set(path, NeedOf(path), NeedOf(path) | ReadNeed.Stat | ReadNeed.Changed);
        }

        _levels[First] = [.. _levels.GetValueOrDefault(First, []).Union(paths.Select(path => (path, (Znode?)null)))];
    }

    public bool TryTake(out string path, out ReadNeed need, out Znode? discovered)
    {
        while (_levels.Count > 0)
        {
            var paths = _levels.Values[0];
            if (_level != _levels.Keys[0])
            {
                (_level, _taken) = (_levels.Keys[0], 0);
            }

            while (paths.Count > 0)
            {
                _index = NextIndex(paths.Count);
                (path, discovered) = paths[_index];
                paths[_index] = paths[^1];
                paths.RemoveAt(paths.Count - 1);
                if (TryRemove(path, out need))
                {
                    return true;
                }
            }

            _levels.RemoveAt(0);
            _taken = 0;
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
            _levels.Clear();
            _taken = 0;
        }
    }

    public void Clear()
    {
        _needs.Clear();
        _levels.Clear();
        _taken = 0;
        ContentCount = 0;
    }

    private int NextIndex(int count) =>
        ++_taken > TakenOneByOne && _taken % Neighbours > 0 && _index > 0 && _index <= count ? _index - 1 : Random.Shared.Next(count);

    private bool TryRemove(string path, out ReadNeed need)
    {
        var isRemoved = _needs.Remove(path, out need);
        ContentCount -= isRemoved && (need & ReadNeed.Content) != 0 ? 1 : 0;
        return isRemoved;
    }

    private void Set(string path, ReadNeed before, ReadNeed after)
    {
        _needs[path] = after;
        if ((before & ReadNeed.Content) == 0 && (after & ReadNeed.Content) != 0)
        {
            ContentCount++;
        }
    }
}
