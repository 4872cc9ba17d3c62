namespace ZooKeeper.Client.Trees;

/// <summary>
/// Tracks what is still to be read or compared, and which reads are in flight. It decides what goes into the next read, but it does not send or decode.
/// </summary>
internal sealed class OpenReads(CheaperWay way)
{
    private const int CheapDataLength = 256;

    private readonly DirtyPaths _dirty = new();
    private readonly TreeReadBuilder _builder = new();
    private readonly List<TreeRead> _inFlight = [];
    private readonly HotPaths _hot = new();

    // Znodes whose children were created or deleted. Their Stat must confirm the number of children.
    private readonly HashSet<string> _barriers = new(StringComparer.Ordinal);

    /// <summary>The known znodes that wait for their verification.</summary>
    public UnverifiedZnodes Unverified { get; } = new(way);

    /// <summary>Whether the server rejected a read, so that the next one must wait.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The number of paths that a snapshot must wait for.</summary>
    public int OpenCount
    {
        get
        {
            var count = _dirty.ContentCount + Unverified.Count;
            foreach (var read in _inFlight)
            {
                count += read.ContentCount;
            }

            return count;
        }
    }

    /// <inheritdoc cref="TreeReadBuilder.MostInFlight"/>
    public int MostInFlight => _builder.MostInFlight;

    public int InFlightCount => _inFlight.Count;

    /// <summary>Whether there is nothing to send or compare.</summary>
    public bool IsIdle => Unverified.Count == 0 && _dirty.IsEmpty;

    /// <summary>Gets what is still to be read of a path, including reads in flight.</summary>
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
    /// Marks a path to be read. A read in flight is answered after the event that causes this mark, so it covers what it returns anyway.
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

    /// <summary>Marks a path to be read, regardless of reads in flight.</summary>
    public void Add(string path, ReadNeed need) => _dirty.Add(path, need);

    /// <summary>Marks znodes that a list of children named. The caller does not use the array afterwards.</summary>
    public void AddDiscovered(string parent, Znode[] children, ReadNeed need) => _dirty.AddDiscovered(parent, children, need);

    /// <summary>Requests the Stat of a znode whose children were created or deleted.</summary>
    public void AddBarrier(string path) => _barriers.Add(path);

    /// <summary>Marks znodes that were written between a look-back and its proof.</summary>
    public void AddHot(IEnumerable<string> paths) => _hot.Add(paths);

    /// <summary>Removes the marks of a deleted znode.</summary>
    public void Forget(string path)
    {
        _dirty.Remove(path);
        _hot.Remove(path);
    }

    public void OnData(in ReadOperation operation, in DataChange change)
    {
        // During a load, there are no hot paths, and this builds no path.
        if (_hot.All.Count > 0 && change.IsKnown)
        {
            _hot.OnRead(operation.Path, change.IsWritten);
        }
        else if (_hot.All.Count > 0)
        {
            _hot.Remove(operation.Path);
        }
    }

    public void RemoveHot(string path) => _hot.Remove(path);

    /// <summary>
    /// Returns the barriers that need their own request, because the znode has large data. The next read returns the Stats of small ones, with their data.
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
                continue; // deleted as well; its own parent has a barrier
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

    /// <summary>Takes the paths of the next read; null if there is nothing to read now.</summary>
    public List<ReadOperation>? Take(Func<string, Znode?> find, int mostInFlight, int mostPaths, int maxRequestLength)
    {
        if (IsPaused || _inFlight.Count >= mostInFlight)
        {
            return null;
        }

        if (_hot.All.Count > 0)
        {
            _dirty.TakeAlong(_builder.ShareOf([.. _hot.All], find, mostPaths));
        }

        if (_dirty.IsEmpty)
        {
            MarkUnverified(find, mostPaths);
        }

        return _builder.Take(_dirty, find, _inFlight, mostPaths, maxRequestLength);
    }

    public void OnSent(TreeRead read) => _inFlight.Add(read);

    /// <summary>Removes a read whose reply has arrived. It does not cover later marks.</summary>
    public void OnArrived(TreeRead read) => _inFlight.Remove(read);

    /// <summary>Learns from the size of a decoded reply how much to request next.</summary>
    public void OnWeighed(TreeRead read, long unknownBytes, long changedBytes) => _builder.OnReply(read, unknownBytes, changedBytes);

    /// <summary>Marks all paths of a rejected read again, including what events have added to it since.</summary>
    public void PutBack(TreeRead read)
    {
        _inFlight.Remove(read);
        foreach (var operation in read.Operations)
        {
            _dirty.Add(operation.Path, operation.Need | read.NeedOf(operation.Path), operation.Discovered);
        }
    }

    /// <summary>Splits a read that exceeds a limit. Returns the path if it has only one.</summary>
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

    /// <summary>Returns what a look-back from this moment must prove: the open paths, and what is open of each.</summary>
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

        foreach (var path in Unverified.Paths)
        {
            open[path] = open.GetValueOrDefault(path) | ReadNeed.Unverified | comparisonBrings;
        }

        return open;
    }

    /// <summary>Forgets the measured sizes when everything is read, because the next znodes may have any size.</summary>
    public void OnQuiet()
    {
        _builder.OnQuiet();
        _dirty.OnQuiet();
        Unverified.OnQuiet();
    }

    /// <summary>Forgets everything. The connection is lost.</summary>
    public void Clear()
    {
        _inFlight.Clear();
        Unverified.Clear();
        _dirty.Clear();
        _barriers.Clear();
        _hot.Clear();
    }

    // Marks only as many as fit into one read, so that the rest can still be compared.
    private void MarkUnverified(Func<string, Znode?> find, int mostPaths)
    {
        var room = (long)TreeReadBuilder.ReplyTarget;
        while (_dirty.ContentCount < mostPaths && Unverified.TakeToRead(room) is { } znode)
        {
            room -= znode.Length;
            if (find(znode.Path) is not null)
            {
                _dirty.Add(znode.Path, znode.Need);
            }
        }
    }
}
