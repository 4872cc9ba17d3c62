using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// A multiRead of a mirror. Of each path the data is read, which brings the Stat, and the children's names where needed, behind it. It is decoded
/// on the connection's loop straight into the working copy.
/// </summary>
internal sealed class TreeRead : PendingRequest
{
    private readonly TreeMirror _mirror;
    private readonly List<ReadOperation> _operations;
    private readonly Dictionary<string, ReadNeed> _needs;

    public TreeRead(TreeMirror mirror, List<ReadOperation> operations)
        : base(OpCode.MultiRead, path: null)
    {
        _mirror = mirror;
        _operations = operations;
        _needs = new Dictionary<string, ReadNeed>(operations.Count, StringComparer.Ordinal);
        foreach (var operation in operations)
        {
            _needs[operation.Path] = operation.Need;
            ContentCount += (operation.Need & ReadNeed.Content) != 0 ? 1 : 0;
            UnknownCount += operation.IsUnknown ? 1 : 0;
            ChangedCount += operation is { IsUnknown: false, IsChanged: true } ? 1 : 0;
            Level = Math.Max(Level, DirtyPaths.LevelOf(operation.Path));
        }
    }

    public IReadOnlyList<ReadOperation> Operations => _operations;

    /// <summary>How many paths of it a snapshot must wait for.</summary>
    public int ContentCount { get; private set; }

    /// <summary>What is read, and what for.</summary>
    public IEnumerable<KeyValuePair<string, ReadNeed>> Needs => _needs;

    public int UnknownCount { get; }

    public int ChangedCount { get; }

    /// <summary>The deepest level that is read.</summary>
    public int Level { get; }

    /// <summary>
    /// Tells which of the needs of a path this read serves as well: whatever is read brings data and Stat along. From now on it is read for them
    /// too, so a snapshot waits for it.
    /// </summary>
    public ReadNeed Cover(string path, ReadNeed need)
    {
        if (!_needs.TryGetValue(path, out var before))
        {
            return ReadNeed.None;
        }

        var covered = need & (ReadNeed.Data | ReadNeed.Stat | (before & ReadNeed.Children));
        var after = before | covered;
        ContentCount += (before & ReadNeed.Content) == 0 && (after & ReadNeed.Content) != 0 ? 1 : 0;
        _needs[path] = after;
        return covered;
    }

    public override void WriteBody(JuteWriter writer)
    {
        foreach (var operation in _operations)
        {
            new MultiHeader(OpCode.GetData, Done: false, -1).Write(writer);
            new ReadRequest(operation.Path, Watch: false).Write(writer);
            if (operation.HasChildren)
            {
                new MultiHeader(OpCode.GetChildren, Done: false, -1).Write(writer);
                new ReadRequest(operation.Path, Watch: false).Write(writer);
            }
        }

        MultiRequest.End.Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            _mirror.OnRead(this, ref body);
        }
        else
        {
            _mirror.OnReadRefused(this, header.Error);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is ReplyTooLargeException)
        {
            _mirror.OnReadTooLarge(this, cause);
        }
    }
}
