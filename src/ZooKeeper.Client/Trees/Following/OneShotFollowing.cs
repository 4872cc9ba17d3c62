using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Follows a server without recursive watches. Every znode has two one-shot watches, one for its data and one for its children. Each read sets its watch again
/// (docs/protocol.md, "Servers without recursive watches").
/// </summary>
internal sealed class OneShotFollowing(MirroredTree tree, IFollower follower, SetWatchesLimit limit) : IFollowing
{
    private const int RefutationsBeforeRereading = 3;

    private readonly WorkingCopy _copy = tree.Copy;
    private readonly OpenReads _reads = tree.Reads;
    private readonly Publication _publication = tree.Publication;

    public bool HasMultiRead => false;

    public int MostPaths => TreeReadBuilder.MostWatching;

    public int MostInFlightWhileStale => 2;

    public ReadNeed ComparisonBrings => ReadNeed.Content;

    // If nothing has changed, this sets all watches again, and no znode must be read. An untrusted tree is read anyway, which sets its watches.
    public IReadOnlyList<PendingRequest> CreateWatchRequests(int maxRequestLength) => tree.Verification.TrustsNothing
        ? []
        : [.. SetWatchesBatch.Split(_publication.Zxid, Math.Min(limit.Bytes, maxRequestLength / 2), _copy.Roots.SelectMany(WatchesOf))
            .Select(batch => new OneShotRestoration(follower, batch.ToRequest(), limit))];

    public ReadNeed NeedToVerify(Znode znode) => ReadNeed.Content;

    public TreeRead CreateRead(List<ReadOperation> operations) => new WatchingTreeRead(this, operations);

    public IEnumerable<string> WatchedBelowRoots() => _copy.All().Where(IsWatched).Select(znode => znode.Path).Where(path => !_copy.IsRoot(path));

    /// <summary>Returns whether a path is a root that seems to be missing. Only exists sets a watch on a missing znode; getData does not.</summary>
    public bool IsMissingRoot(string path) => _copy.IsRoot(path) && _copy.Find(path) is null;

    // The mirror reads a list of children again after each change, because nothing else sets its watch again. So the list contains every change, and no barrier is
    // needed. An unknown znode is read when a list names it.
    public void OnEvent(WatchEventType type, string path)
    {
        _publication.OnTouched(path);
        if (type == WatchEventType.NodeDeleted && _copy.Remove(path))
        {
            _reads.Forget(path);
            _publication.LookBack?.OnError(path);
            if (!_copy.IsRoot(path))
            {
                _reads.Mark(ZnodePath.ParentOf(path)!, ReadNeed.Children);
            }
        }

        if (_copy.Find(path) is null)
        {
            if (_copy.IsRoot(path))
            {
                _reads.Mark(path, ReadNeed.Content);
            }
        }
        else if (type == WatchEventType.NodeChildrenChanged)
        {
            _reads.Mark(path, ReadNeed.Children);
        }
        else if (type == WatchEventType.NodeDataChanged)
        {
            _reads.Mark(path, ReadNeed.Data | ReadNeed.Changed);
        }
    }

    public void OnMissing(string path) => OnMissing(path, isWatched: false);

    // Znodes can change between a look-back and its proof again and again, and each reply shows a different state. But if the mirror requests all of them at
    // once, with nothing else in flight, and no client writes while the server executes the requests, all replies show one state. So the mirror first waits for
    // the reads in flight. It repeats this at each further refutation.
    public bool PrepareRead()
    {
        if (_publication.Refutations < RefutationsBeforeRereading || _reads.OpenCount == 0 || _publication.Touched.Count > MostPaths)
        {
            return true;
        }

        if (_reads.InFlightCount > 0)
        {
            return false;
        }

        _publication.Refutations = RefutationsBeforeRereading - 1;
        foreach (var path in _publication.Touched.Where(path => _copy.Find(path) is not null))
        {
            _reads.Mark(path, ReadNeed.Data | ReadNeed.Changed);
        }

        return true;
    }

    /// <summary>Applies the reply to one part of a read.</summary>
    public void OnRead(WatchingTreeRequest request, in ReplyHeader header, ref JuteReader body)
    {
        var path = request.ZnodePath;
        switch (header.Error)
        {
            case ErrorCode.Ok when request.OpCode == OpCode.GetData:
                var data = body.ReadBufferSpan(out var isNull);
                OnData(path, data, isNull, StatRecord.Read(ref body).Stat, header.Zxid);
                break;
            case ErrorCode.Ok when request.OpCode == OpCode.GetChildren2:
                var children = body.ReadChildNames();
                OnChildren(path, children, StatRecord.Read(ref body).Stat);
                break;
            case ErrorCode.Ok:
                _publication.LookBack?.OnError(path);
                _copy.AddRoot(path);
                _reads.Mark(path, ReadNeed.Content);
                break;
            case ErrorCode.NoNode:
                OnMissing(path, isWatched: request.OpCode == OpCode.Exists);
                break;
            case ErrorCode.NoAuth:
                _publication.LookBack?.OnError(path);
                _publication.IsPointOwed = true; // an error can overtake other replies
                tree.SetUnreadable(path, header.Error);
                break;
            default:
                _reads.Add(path, request.Need);
                follower.OnReadRefused(header.Error);
                break;
        }
    }

    public void OnTooLarge(WatchingTreeRequest request, ZooKeeperException cause) => tree.SetTooLarge(request.ZnodePath, cause);

    /// <summary>Completes one part of a read.</summary>
    public void OnAnswered(WatchingTreeRead read)
    {
        if (read.IsAnswered)
        {
            _reads.OnArrived(read);
            _reads.OnWeighed(read, read.Bytes.Unknown, read.Bytes.Changed);
        }

        tree.Conclude();
    }

    private static bool IsWatched(Znode znode) => znode.State != ZnodeState.Unreadable;

    private IEnumerable<(WatchKind Kind, string Path)> WatchesOf(string root) => _copy.Find(root) is null
        ? [(WatchKind.Exist, root)]
        : _copy.All(root).Where(IsWatched).SelectMany(znode => new[] { (WatchKind.Data, znode.Path), (WatchKind.Child, znode.Path) });

    private void OnData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat, long zxid)
    {
        if (tree.ChecksHistory)
        {
            tree.CheckHistory(path, stat, zxid);
        }

        _publication.LookBack?.OnDataAlone(path, data, isNull, stat);

        // The children of an unreadable znode are not known and not watched.
        if (_copy.SetData(path, data, isNull, stat) is { IsKnown: true } change && (change.WasUnreadable || change.HasOtherChildren))
        {
            _reads.Mark(path, ReadNeed.Children);
        }
    }

    private void OnChildren(string path, string[] children, in Stat stat)
    {
        _publication.LookBack?.OnChildrenAlone(path, children, stat);
        _reads.AddDiscovered(path, _copy.SetChildren(path, children, stat), ReadNeed.Content | ReadNeed.Unknown);
    }

    // The deletion of a listed znode is an event of its parent, whose list is then read again. Only a root needs a watch of its own.
    private void OnMissing(string path, bool isWatched)
    {
        _publication.LookBack?.OnError(path);
        _copy.Remove(path);
        if (!isWatched && _copy.IsRoot(path))
        {
            _reads.Mark(path, ReadNeed.Data);
        }
    }
}
