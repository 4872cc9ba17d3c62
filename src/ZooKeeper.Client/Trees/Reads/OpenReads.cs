namespace ZooKeeper.Client.Trees;

/// <summary>
/// What is still to be read or compared, and what is on its way. It decides what goes into the next read; it neither sends nor decodes.
/// </summary>
internal sealed class OpenReads
{
    private const int CheapDataLength = 256;

    // Half of the client's window of requests in flight: what differs is read meanwhile.
    private const int MostComparisons = 256;

    private readonly DirtyPaths _dirty = new();
    private readonly TreeReadBuilder _builder = new();
    private readonly List<TreeRead> _inFlight = [];
    private readonly HotPaths _hot = new();
    private readonly TreeComparison _comparison = new(MostComparisons);

    // Znodes whose children came or went: what was read of them must be confirmed by their Stat.
    private readonly HashSet<string> _barriers = new(StringComparer.Ordinal);

    /// <summary>Whether the server has refused a read, so that the next one must wait.</summary>
    public bool IsPaused { get; set; }

    /// <summary>How many paths a snapshot has to wait for.</summary>
    public int OpenCount
    {
        get
        {
            var count = _dirty.ContentCount + _comparison.Count;
            foreach (var read in _inFlight)
            {
                count += read.ContentCount;
            }

            return count;
        }
    }

    public int InFlightCount => _inFlight.Count;

    /// <summary>Whether there is nothing to send, and nothing to compare.</summary>
    public bool IsIdle => _comparison.Count == 0 && _dirty.IsEmpty;

    /// <summary>What is still to be read of a path, or on its way.</summary>
    public ReadNeed NeedOf(string path)
    {
        var need = _dirty.NeedOf(path);
        foreach (var read in _inFlight)
        {
            need |= read.NeedOf(path);
        }

        return need;
    }

    /// <summary>
    /// Marks a path to be read. A read on its way is answered after the event that this mark comes from, so it covers the mark as far as it brings the same.
    /// </summary>
    public void Mark(string path, ReadNeed need)
    {
        foreach (var read in _inFlight)
        {
            need &= ~read.Cover(path, need);
        }

        if ((need & (ReadNeed.Content | ReadNeed.Stat)) != 0)
        {
            _dirty.Add(path, need);
        }
    }

    public void Mark((string Path, ReadNeed Need) mark) => Mark(mark.Path, mark.Need);

    /// <summary>Marks a path to be read, whatever is on its way.</summary>
    public void Add(string path, ReadNeed need) => _dirty.Add(path, need);

    /// <summary>Marks the znodes that a list of children brought. The caller does not use the array afterwards.</summary>
    public void AddDiscovered(string parent, Znode[] children, ReadNeed need) => _dirty.AddDiscovered(parent, children, need);

    /// <summary>Asks for the Stat of a znode whose children came or went.</summary>
    public void AddBarrier(string path) => _barriers.Add(path);

    /// <summary>Marks znodes that were written between a look-back and its proof.</summary>
    public void AddHot(IEnumerable<string> paths) => _hot.Add(paths);

    public void AddComparison(string path) => _comparison.Add(path);

    /// <summary>The next path whose Stat is to be read for a comparison; null if there is none now.</summary>
    public string? TakeComparison() => _comparison.Take();

    public void OnCompared(string path) => _comparison.Remove(path);

    /// <summary>The znode is gone.</summary>
    public void Forget(string path)
    {
        _dirty.Remove(path);
        _hot.Remove(path);
    }

    public void OnData(string path, in DataChange change)
    {
        if (change.IsKnown)
        {
            _hot.OnRead(path, change.IsWritten);
        }
        else
        {
            _hot.Remove(path);
        }
    }

    public void RemoveHot(string path) => _hot.Remove(path);

    /// <summary>
    /// Returns the barriers that need a request of their own, because the znode has large data. The Stat of a small one comes with its data in the next read.
    /// </summary>
    public IReadOnlyList<string> TakeBarriers(Func<string, Znode?> find)
    {
        if (_barriers.Count == 0)
        {
            return [];
        }

        var alone = new List<string>();
        foreach (var path in _barriers)
        {
            if (find(path) is not { } znode)
            {
                continue; // deleted as well; the barrier is at the nearest ancestor that is left
            }

            if (znode.Stat.DataLength > CheapDataLength && (_dirty.NeedOf(path) & ReadNeed.Content) == 0)
            {
                alone.Add(path);
            }
            else
            {
                Mark(path, ReadNeed.Stat);
            }
        }

        _barriers.Clear();
        return alone;
    }

    /// <summary>The paths of the next read; none if there is nothing to read now.</summary>
    public List<ReadOperation> Take(Func<string, Znode?> find, int mostInFlight, int mostPaths, int maxRequestLength)
    {
        if (IsPaused || _inFlight.Count >= mostInFlight)
        {
            return [];
        }

        if (_hot.All.Count > 0)
        {
            _dirty.TakeAlong(_builder.ShareOf([.. _hot.All], find, mostPaths));
        }

        return _builder.Take(_dirty, find, _inFlight, mostPaths, maxRequestLength);
    }

    public void OnSent(TreeRead read) => _inFlight.Add(read);

    /// <summary>The answer is here: marks from now on are not covered by this read.</summary>
    public void OnArrived(TreeRead read) => _inFlight.Remove(read);

    /// <summary>The answer has been decoded: its size tells how much to ask for next.</summary>
    public void OnWeighed(TreeRead read, long unknownBytes, long changedBytes) => _builder.OnReply(read, unknownBytes, changedBytes);

    /// <summary>The server refused a read: all of it is to be read again, with what events have asked of it meanwhile.</summary>
    public void PutBack(TreeRead read)
    {
        _inFlight.Remove(read);
        foreach (var operation in read.Operations)
        {
            _dirty.Add(operation.Path, operation.Need | read.NeedOf(operation.Path), operation.Discovered);
        }
    }

    /// <summary>The read, or its answer, was too large. Returns the path if it is a single one, which cannot be made smaller; else all is read again.</summary>
    public string? OnTooLarge(TreeRead read)
    {
        _builder.OnReplyTooLarge();
        if (read.Operations is [var single])
        {
            _inFlight.Remove(read);
            return single.Path;
        }

        PutBack(read);
        return null;
    }

    /// <summary>What a look-back from now on has to prove: the open paths, and what is open of each.</summary>
    public Dictionary<string, ReadNeed> Open(ReadNeed comparisonBrings)
    {
        var open = new Dictionary<string, ReadNeed>(StringComparer.Ordinal);
        foreach (var (path, need) in _dirty.All.Concat(_inFlight.SelectMany(read => read.Needs)))
        {
            if ((need & ReadNeed.Content) != 0)
            {
                open[path] = open.GetValueOrDefault(path) | (need & (ReadNeed.Content | ReadNeed.Unverified));
            }
        }

        foreach (var path in _comparison.Paths)
        {
            open[path] = open.GetValueOrDefault(path) | ReadNeed.Unverified | comparisonBrings;
        }

        return open;
    }

    /// <summary>Everything is read. What comes next may be of any size.</summary>
    public void OnQuiet()
    {
        _builder.OnQuiet();
        _dirty.OnQuiet();
    }

    /// <summary>The connection is lost, and all answers with it.</summary>
    public void Clear()
    {
        _inFlight.Clear();
        _comparison.Clear();
        _dirty.Clear();
        _barriers.Clear();
        _hot.Clear();
    }
}
