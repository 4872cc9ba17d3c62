using System.Text;

namespace ZooKeeper.Client.Trees;

/// <summary>Puts dirty paths together into reads that a server can bear: about a megabyte of reply each (docs/protocol.md, "Chunks").</summary>
internal sealed class TreeReadBuilder
{
    /// <summary>The reply to aim at, in bytes.</summary>
    public const int ReplyTarget = 1024 * 1024;

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

    private readonly SizeProbe _unknown = new(FirstUnknown);
    private readonly SizeProbe _changed = new(FirstChanged);
    private int _exploredLevel = -1;
    private int _target = ReplyTarget;

    /// <summary>Takes as many dirty paths as are good to read together; none if there is none to read now.</summary>
    public List<ReadOperation> Take(DirtyPaths dirty, Func<string, Znode?> find, IReadOnlyList<TreeRead> inFlight, int mostPaths, int maxRequestLength)
    {
        var operations = new List<ReadOperation>();
        var (replyBytes, requestBytes, unknown, changed) = (0L, 0, 0, 0);
        while (operations.Count < mostPaths && dirty.TryTake(out var path, out var need))
        {
            var znode = find(path);
            var operation = new ReadOperation(path, need, IsUnknown: znode is null or { State: ZnodeState.Discovered });
            replyBytes += ReplyBytesOf(znode, operation);
            requestBytes += (OverheadOfRequest + Encoding.UTF8.GetByteCount(path)) * (operation.HasChildren ? 2 : 1);
            unknown += operation.IsUnknown ? 1 : 0;
            changed += !operation.IsUnknown && operation.IsChanged ? 1 : 0;
            var fits = operations.Count == 0 || (replyBytes <= _target && requestBytes <= maxRequestLength / 2);
            if (!fits || (operation.IsUnknown && !MayExplore(path, unknown, inFlight)) || changed > _changed.Limit)
            {
                dirty.Add(path, need);
                break;
            }

            operations.Add(operation);
        }

        return operations;
    }

    public void OnReply(TreeRead read, long unknownBytes, long changedBytes)
    {
        if (read.UnknownCount > 0)
        {
            _unknown.OnReply(read.UnknownCount, unknownBytes);
        }

        if (read.ChangedCount > 0)
        {
            _changed.OnReply(read.ChangedCount, changedBytes);
        }
    }

    public void OnReplyTooLarge()
    {
        _target = Math.Max(1, _target / 2);
        _unknown.Halve();
        _changed.Halve();
    }

    /// <summary>Everything is read; what comes next may be of any size.</summary>
    public void OnQuiet()
    {
        if (_unknown.HasSample || _changed.HasSample)
        {
            _unknown.Reset();
            _changed.Reset();
        }

        _exploredLevel = -1;
        _target = ReplyTarget;
    }

    // What one level weighs says nothing about the next, and a level is known only when the one above it has been read.
    private bool MayExplore(string path, int unknown, IReadOnlyList<TreeRead> inFlight)
    {
        var level = DirtyPaths.LevelOf(path);
        if (level != _exploredLevel)
        {
            if (inFlight.Count > 0)
            {
                return false;
            }

            _unknown.Reset();
            _exploredLevel = level;
        }

        return unknown <= _unknown.Limit && (_unknown.HasSample || inFlight.Count == 0);
    }

    private static long ReplyBytesOf(Znode? znode, in ReadOperation operation)
    {
        var stat = znode?.Stat ?? default;
        return OverheadOfReply + stat.DataLength + (operation.HasChildren ? (long)Math.Max(stat.NumChildren, 1) * BytesPerChild : 0);
    }
}
