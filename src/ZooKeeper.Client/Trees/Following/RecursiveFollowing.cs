using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Follows a server with one recursive watch on each root, and reads with multiRead. Events add and remove znodes, and the Stat of the parent confirms that.
/// </summary>
internal sealed class RecursiveFollowing(MirroredTree tree, IFollower follower, WatchRegistry watches) : IFollowing
{
    private readonly WorkingCopy _copy = tree.Copy;
    private readonly OpenReads _reads = tree.Reads;
    private readonly Publication _publication = tree.Publication;

    public bool HasMultiRead => true;

    public int MostPaths => TreeReadBuilder.MostAtomic;

    public int MostInFlightWhileStale => _reads.MostInFlight;

    public ReadNeed ComparisonBrings => ReadNeed.Data;

    public IReadOnlyList<PendingRequest> CreateWatchRequests(int maxRequestLength) =>
        [.. _copy.Roots.Select(root => new RootWatch(follower, root, watches))];

    public ReadNeed NeedToVerify(Znode znode) => znode.ChildCount > 0 ? ReadNeed.Content : ReadNeed.Data;

    public bool PrepareRead() => true;

    public TreeRead CreateRead(List<ReadOperation> operations) => new AtomicTreeRead(this, operations);

    public IEnumerable<string> WatchedBelowRoots() => [];

    public void OnEvent(WatchEventType type, string path)
    {
        switch (type)
        {
            case WatchEventType.NodeCreated when _copy.IsRoot(path):
                _reads.Mark(path, ReadNeed.Content);
                break;
            case WatchEventType.NodeCreated:
                OnCreated(path);
                break;
            case WatchEventType.NodeDeleted when _copy.IsRoot(path):
                _copy.Remove(path);
                _reads.Mark(path, ReadNeed.Content);
                break;
            case WatchEventType.NodeDeleted:
                OnDeleted(path);
                break;
            case WatchEventType.NodeChildrenChanged:
                _reads.Mark(_copy.NearestKnown(path, ReadNeed.Content));
                break;
            default:
                _reads.Mark(_copy.NearestKnown(path, ReadNeed.Data | ReadNeed.Changed));
                break;
        }
    }

    public void OnMissing(string path)
    {
        _publication.LookBack?.OnError(path);
        _reads.RemoveHot(path);
        if (_copy.Remove(path) && !_copy.IsRoot(path))
        {
            _reads.AddBarrier(ZnodePath.ParentOf(path)!);
        }
    }

    /// <summary>Decodes the reply of a multiRead straight into the working copy.</summary>
    public void OnRead(AtomicTreeRead read, long zxid, ref JuteReader body)
    {
        _reads.OnArrived(read);
        if (_publication.IsStale)
        {
            _reads.Unverified.OnRead(body.Remaining);
        }

        var (unknownBytes, changedBytes) = (0L, 0L);
        foreach (var operation in read.Operations)
        {
            var before = body.Remaining;
            ReadData(operation, zxid, ref body);
            unknownBytes += operation.IsUnknown ? before - body.Remaining : 0;
            changedBytes += !operation.IsUnknown && operation.IsChanged ? before - body.Remaining : 0;
            if (operation.HasChildren)
            {
                ReadChildren(operation.Path, ref body);
            }
        }

        _reads.OnWeighed(read, unknownBytes, changedBytes);
        tree.Conclude();
        if (_publication.IsStale)
        {
            follower.SendReads(); // keeps the server busy while the mirror decodes the next reply, which may already be here
        }
    }

    public void OnRefused(TreeRead read, ErrorCode error)
    {
        _reads.PutBack(read);
        follower.OnReadRefused(error);
    }

    public void OnTooLarge(TreeRead read, ZooKeeperException cause)
    {
        if (_reads.OnTooLarge(read) is { } path)
        {
            tree.SetTooLarge(path, cause);
            tree.Conclude();
        }
    }

    private void OnCreated(string path)
    {
        var parent = ZnodePath.ParentOf(path)!;
        if (_copy.TryAddCreated(path))
        {
            _reads.Mark(path, ReadNeed.Data | ReadNeed.Changed);
            _reads.AddBarrier(parent);
        }
        else
        {
            _reads.Mark(_copy.NearestKnown(parent, ReadNeed.Data));
        }
    }

    private void OnDeleted(string path)
    {
        if (_copy.Remove(path))
        {
            _reads.Forget(path);
            _publication.LookBack?.OnError(path); // its value in that state can no longer be read
            _reads.AddBarrier(ZnodePath.ParentOf(path)!);
        }
        else
        {
            _reads.Mark(_copy.NearestKnown(path, ReadNeed.Data));
        }
    }

    private void ReadData(in ReadOperation operation, long zxid, ref JuteReader body)
    {
        var header = MultiHeader.Read(ref body);
        if (header.Type == OpCode.Error)
        {
            OnError(operation.Path, (ErrorCode)body.ReadInt());
            return;
        }

        Expect(OpCode.GetData, header.Type);
        var data = body.ReadBufferSpan(out var isNull);
        var stat = StatRecord.Read(ref body).Stat;
        if (tree.ChecksHistory)
        {
            tree.CheckHistory(operation.Path, stat, zxid);
        }

        _publication.LookBack?.OnData(operation.Path, data, isNull, stat);
        var change = operation.Discovered is { } discovered
            ? _copy.SetData(discovered, data, isNull, stat)
            : _copy.SetData(operation.Path, data, isNull, stat);
        _reads.OnData(operation, change);
        if (change is { IsKnown: true, HasOtherChildren: true } && !operation.HasChildren)
        {
            _reads.Mark(operation.Path, ReadNeed.Content);
        }
    }

    private void ReadChildren(string path, ref JuteReader body)
    {
        var header = MultiHeader.Read(ref body);
        if (header.Type == OpCode.Error)
        {
            body.ReadInt(); // same error as for the data
            return;
        }

        Expect(OpCode.GetChildren, header.Type);
        var children = body.ReadChildNames();
        _publication.LookBack?.OnChildren(path, children);
        _reads.AddDiscovered(path, _copy.SetChildren(path, children), ReadNeed.Data | ReadNeed.Unknown);
    }

    private void OnError(string path, ErrorCode error)
    {
        if (error == ErrorCode.NoNode)
        {
            OnMissing(path);
            return;
        }

        _publication.LookBack?.OnError(path);
        _reads.RemoveHot(path);
        tree.SetUnreadable(path, error);
    }

    private static void Expect(OpCode expected, OpCode actual)
    {
        if (actual != expected)
        {
            throw new JuteException($"The reply to a multiRead contains {actual} instead of {expected}.");
        }
    }
}
