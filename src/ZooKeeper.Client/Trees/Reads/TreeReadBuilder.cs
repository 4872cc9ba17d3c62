namespace ZooKeeper.Client.Trees;

/// <summary>Groups dirty paths into reads with replies of about half a megabyte, which any server can handle (docs/protocol.md, "Chunks").</summary>
internal sealed class TreeReadBuilder
{
    /// <summary>The target size of a reply in bytes.</summary>
    public const int ReplyTarget = 512 * 1024;

    /// <summary>The most paths of a multiRead.</summary>
    public const int MostAtomic = 1024;

    /// <summary>The most paths of a read that sends up to two requests for each path. Two such reads leave room in the client's in-flight window.</summary>
    public const int MostWatching = 100;

    /// <summary>The size in bytes of everything but the data in the reply for a znode.</summary>
    public const int OverheadOfReply = 90;

    // 4 replies of the target size, or up to 16 smaller ones with the same total size, because the client cannot know how far away the server is.
    private const int MostInFlightAtLeast = 4;
    private const int MostInFlightAtMost = 16;

    private const int FirstUnknown = 16;
    private const int FirstChanged = 32;
    private const int OverheadOfRequest = 14;
    private const int BytesPerChild = 32;

    // The sizes of one level say nothing about another.
    private readonly Dictionary<int, SizeProbe> _unknown = [];
    private readonly SizeProbe _changed = new(FirstChanged);
    private int _target = ReplyTarget;
    private long _lastBytes = ReplyTarget;

    /// <summary>The most reads in flight while a tree is loaded or verified, if the next reply is as long as that to the last read.</summary>
    public int MostInFlight => (int)Math.Clamp(MostInFlightAtLeast * ReplyTarget / Math.Max(1, _lastBytes), MostInFlightAtLeast, MostInFlightAtMost);

    /// <summary>Returns the expected length in bytes of the reply for a znode.</summary>
    public static long ReplyBytesOf(Znode? znode, ReadNeed need)
    {
        var stat = znode?.Stat ?? default;
        return OverheadOfReply + stat.DataLength + ((need & ReadNeed.Children) != 0 ? (long)Math.Max(stat.NumChildren, 1) * BytesPerChild : 0);
    }

    /// <summary>Takes as many dirty paths as fit into one read; null if there is nothing to read now.</summary>
    public List<ReadOperation>? Take(DirtyPaths dirty, Func<string, Znode?> find, IReadOnlyList<TreeRead> inFlight, int mostPaths, int maxRequestLength)
    {
        List<ReadOperation>? operations = null;
        var (replyBytes, requestBytes, unknown, changed, level) = (0L, 0, 0, 0, 0);
        SizeProbe? explored = null;
        while ((operations?.Count ?? 0) < mostPaths && dirty.TryTake(out var taken))
        {
            var znode = (taken.Need & ReadNeed.Unknown) == 0 ? find(taken.Path) : null;
            var operation = new ReadOperation(taken, IsUnknown: znode is null or { State: ZnodeState.Discovered });
            replyBytes += ReplyBytesOf(znode, taken.Need);
            requestBytes += (OverheadOfRequest + taken.Length) * (operation.HasChildren ? 2 : 1);
            unknown += operation.IsUnknown ? 1 : 0;
            changed += !operation.IsUnknown && operation.IsChanged ? 1 : 0;
            var fits = operations is null || (replyBytes <= _target && requestBytes <= maxRequestLength / 2);
            if (operation.IsUnknown && explored is null)
            {
                (explored, level) = (ProbeOf(taken.Level), taken.Level);
            }

            var mayExplore = !operation.IsUnknown || (taken.Level == level && MayExplore(explored!, level, unknown, inFlight));
            if (!fits || !mayExplore || changed > _changed.Limit)
            {
                dirty.Add(taken.Path, taken.Need, taken.Discovered);
                break;
            }

            // Allocated only with the first path: usually there is nothing to read.
            operations ??= new List<ReadOperation>(Math.Min(mostPaths, dirty.ContentCount + 1));
            operations.Add(operation);
        }

        if (operations is not null)
        {
            _lastBytes = explored is null ? replyBytes
                : explored.IsReliable ? Math.Max(replyBytes, unknown * explored.Mean)
                : ReplyTarget;
        }

        return operations;
    }

    /// <summary>
    /// Chooses the hot paths of the next read. They fill at most half of it, and change from read to read, so that other dirty paths are read, too.
    /// </summary>
    public List<string> ShareOf(string[] hot, Func<string, Znode?> find, int mostPaths)
    {
        var share = new List<string>();
        var most = Math.Min(mostPaths, _changed.Limit) / 2;
        var replyBytes = 0L;
        Random.Shared.Shuffle(hot);
        foreach (var path in hot)
        {
            var bytes = OverheadOfReply + (find(path)?.Stat.DataLength ?? 0);
            if (share.Count < most && replyBytes + bytes <= _target / 2)
            {
                share.Add(path);
                replyBytes += bytes;
            }
        }

        return share;
    }

    public void OnReply(TreeRead read, long unknownBytes, long changedBytes)
    {
        if (read.UnknownLevel is { } level)
        {
            ProbeOf(level).OnReply(read.UnknownCount, unknownBytes);
        }

        if (read.ChangedCount > 0)
        {
            _changed.OnReply(read.ChangedCount, changedBytes);
        }
    }

    public void OnReplyTooLarge()
    {
        _target = Math.Max(1, _target / 2);
        foreach (var probe in _unknown.Values)
        {
            probe.Halve();
        }

        _changed.Halve();
    }

    /// <summary>Forgets the measured sizes when everything is read, because the next znodes may have any size.</summary>
    public void OnQuiet()
    {
        _unknown.Clear();
        _changed.Reset();
        _target = ReplyTarget;
        _lastBytes = ReplyTarget;
    }

    // One level at a time: the first few znodes wait until the level above is requested and its sizes are known, and the rest wait for the first few. They do not
    // wait for reads of known znodes: under constant writes, one of these is always in flight.
    private bool MayExplore(SizeProbe probe, int level, int unknown, IReadOnlyList<TreeRead> inFlight) =>
        unknown <= probe.Limit && (probe.HasSample || inFlight.All(read => read.UnknownLevel is not { } other || (other < level && ProbeOf(other).HasSample)));

    private SizeProbe ProbeOf(int level)
    {
        if (!_unknown.TryGetValue(level, out var probe))
        {
            _unknown.Add(level, probe = new SizeProbe(FirstUnknown));
        }

        return probe;
    }
}
