using System.Text;

namespace ZooKeeper.Client.Trees;

/// <summary>Puts dirty paths together into reads that a server can bear: about half a megabyte of reply each (docs/protocol.md, "Chunks").</summary>
internal sealed class TreeReadBuilder
{
    /// <summary>The reply to aim at, in bytes.</summary>
    public const int ReplyTarget = 512 * 1024;

    /// <summary>The paths of a multiRead.</summary>
    public const int MostAtomic = 1024;

    /// <summary>The paths of requests for each: two such reads leave room in the client's window of requests in flight.</summary>
    public const int MostWatching = 100;

    /// <summary>What a znode's data is sent with, in bytes.</summary>
    public const int OverheadOfReply = 90;

    private const int FirstUnknown = 16;
    private const int FirstChanged = 32;
    private const int OverheadOfRequest = 14;
    private const int BytesPerChild = 32;

    // What one level weighs says nothing about another.
    private readonly Dictionary<int, SizeProbe> _unknown = [];
    private readonly SizeProbe _changed = new(FirstChanged);
    private int _target = ReplyTarget;

    /// <summary>Takes as many dirty paths as are good to read together; none if there is none to read now.</summary>
    public List<ReadOperation> Take(DirtyPaths dirty, Func<string, Znode?> find, IReadOnlyList<TreeRead> inFlight, int mostPaths, int maxRequestLength)
    {
        var operations = new List<ReadOperation>();
        var (replyBytes, requestBytes, unknown, changed) = (0L, 0, 0, 0);
        int? unknownLevel = null;
        while (operations.Count < mostPaths && dirty.TryTake(out var path, out var need, out var discovered))
        {
            var znode = (need & ReadNeed.Unknown) == 0 ? find(path) : null;
            var operation = new ReadOperation(path, need, IsUnknown: znode is null or { State: ZnodeState.Discovered }, discovered);
            replyBytes += ReplyBytesOf(znode, operation);
            requestBytes += (OverheadOfRequest + Encoding.UTF8.GetByteCount(path)) * (operation.HasChildren ? 2 : 1);
            unknown += operation.IsUnknown ? 1 : 0;
            changed += !operation.IsUnknown && operation.IsChanged ? 1 : 0;
            var fits = operations.Count == 0 || (replyBytes <= _target && requestBytes <= maxRequestLength / 2);
            var mayExplore = !operation.IsUnknown || MayExplore(unknownLevel ??= DirtyPaths.LevelOf(path), path, unknown, inFlight);
            if (!fits || !mayExplore || changed > _changed.Limit)
            {
                dirty.Add(path, need, discovered);
                break;
            }

            // Not before the first: most often there is none to read now.
            if (operations.Count == 0)
            {
                operations.EnsureCapacity(Math.Min(mostPaths, dirty.ContentCount + 1));
            }

            operations.Add(operation);
        }

        return operations;
    }

    /// <summary>The hot paths that the next read takes along: half of it at most, and now these and now those, so that what else is dirty has its turn.</summary>
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

    /// <summary>Everything is read; what comes next may be of any size.</summary>
    public void OnQuiet()
    {
        _unknown.Clear();
        _changed.Reset();
        _target = ReplyTarget;
    }

    // The znodes of one level at a time. A level is known only when the one above it has been read, so the first few wait for that; and the rest for the first few.
    // They do not wait for reads of what is known: under constant writes one of those is always under way.
    private bool MayExplore(int level, string path, int unknown, IReadOnlyList<TreeRead> inFlight)
    {
        var probe = ProbeOf(level);
        return DirtyPaths.LevelOf(path) == level && unknown <= probe.Limit && (probe.HasSample || inFlight.All(read => read.UnknownLevel is null));
    }

    private SizeProbe ProbeOf(int level)
    {
        if (!_unknown.TryGetValue(level, out var probe))
        {
            _unknown.Add(level, probe = new SizeProbe(FirstUnknown));
        }

        return probe;
    }

    private static long ReplyBytesOf(Znode? znode, in ReadOperation operation)
    {
        var stat = znode?.Stat ?? default;
        return OverheadOfReply + stat.DataLength + (operation.HasChildren ? (long)Math.Max(stat.NumChildren, 1) * BytesPerChild : 0);
    }
}
