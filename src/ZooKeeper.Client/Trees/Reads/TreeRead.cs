using System.Runtime.InteropServices;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>A read in flight: its paths, and what is read of each.</summary>
internal abstract class TreeRead
{
    private readonly List<ReadOperation> _operations;
    private Dictionary<string, ReadNeed>? _needs;

    protected TreeRead(List<ReadOperation> operations)
    {
        _operations = operations;
        foreach (var operation in operations)
        {
            ContentCount += IsContent(operation.Need) ? 1 : 0;
            UnknownCount += operation.IsUnknown ? 1 : 0;
            UnknownLevel ??= operation.IsUnknown ? operation.Dirty.Level : null;
            ChangedCount += operation is { IsUnknown: false, IsChanged: true } ? 1 : 0;
        }
    }

    public ReadOnlySpan<ReadOperation> Operations => CollectionsMarshal.AsSpan(_operations);

    /// <summary>The number of its paths that a snapshot must wait for.</summary>
    public int ContentCount { get; private set; }

    /// <summary>What is not answered yet, by path.</summary>
    public IReadOnlyDictionary<string, ReadNeed> Needs => ByPath;

    public int UnknownCount { get; }

    /// <summary>The level of the paths that were never read before; null if there are none.</summary>
    public int? UnknownLevel { get; }

    public int ChangedCount { get; }

    // Created lazily: during a load it is not needed.
    private Dictionary<string, ReadNeed> ByPath =>
        _needs ??= _operations.ToDictionary(operation => operation.Path, operation => operation.Need, StringComparer.Ordinal);

    public ReadNeed NeedOf(string path) => ByPath.GetValueOrDefault(path);

    public abstract void SendTo(Connection connection);

    /// <summary>
    /// Returns which needs of a path this read covers. From now on the read serves them, too, so a snapshot waits for it.
    /// </summary>
    public ReadNeed Cover(string path, ReadNeed need)
    {
        if (!ByPath.TryGetValue(path, out var before))
        {
            return ReadNeed.None;
        }

        var covered = need & Brings(before);
        Set(path, before, before | covered);
        return covered;
    }

    /// <summary>Returns what the reply contains for a path with an open need.</summary>
    protected abstract ReadNeed Brings(ReadNeed open);

    /// <summary>Notes that a part of the reply has arrived.</summary>
    protected void Settle(string path, ReadNeed answered)
    {
        if (ByPath.TryGetValue(path, out var before))
        {
            Set(path, before, before & ~answered);
        }
    }

    private static bool IsContent(ReadNeed need) => (need & ReadNeed.Content) != 0;

    private void Set(string path, ReadNeed before, ReadNeed after)
    {
        ContentCount += (IsContent(after) ? 1 : 0) - (IsContent(before) ? 1 : 0);
        ByPath[path] = after;
    }
}
