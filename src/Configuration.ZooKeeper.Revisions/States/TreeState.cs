using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Represents the persistent znodes of a managed root at one zxid. It never changes.</summary>
/// <remarks>
/// Ephemeral znodes and the marker of an import are not part of it. Containers and znodes with a time to live are, because clients cannot tell them from
/// persistent ones.
/// </remarks>
public sealed class TreeState
{
    private const int SmallTree = 4096;

    private readonly IReadOnlyDictionary<string, ZnodeState> _znodes;
    private HashSet<string>? _parents;
    private HashSet<string>? _unreadable;
    private TreeHash? _hash;

    internal TreeState(string root, long zxid, IReadOnlyDictionary<string, ZnodeState> znodes, IReadOnlyList<string> unreadable, IReadOnlyCollection<string> transient)
    {
        Root = root;
        Zxid = zxid;
        _znodes = znodes;
        UnreadablePaths = unreadable;
        Transient = transient;
    }

    /// <summary>Gets the path of the managed root.</summary>
    public string Root { get; }

    /// <summary>Gets the zxid at which the ensemble had exactly this state. It is 0 if the state comes from records.</summary>
    public long Zxid { get; }

    /// <summary>Gets the znodes by their path below the root, such as <c>Db/Timeout</c>. The path of the root itself is empty.</summary>
    public IReadOnlyDictionary<string, ZnodeState> Znodes => _znodes;

    /// <summary>
    /// Gets the paths of the znodes that exist and are not readable. Znodes at or below them are not in <see cref="Znodes"/>. If one of them is above
    /// <see cref="Root"/>, there are no others.
    /// </summary>
    public IReadOnlyList<string> UnreadablePaths { get; }

    /// <summary>The paths of the ephemeral znodes, relative to the root.</summary>
    internal IReadOnlyCollection<string> Transient { get; }

    /// <summary>Finds a znode by its path below the root, or returns null.</summary>
    /// <param name="path">The path below the root. Empty for the root itself.</param>
    public ZnodeState? Find(string path) => _znodes.GetValueOrDefault(path);

    /// <summary>Returns the part of the state that is at or below a path, as a state of its own.</summary>
    /// <param name="path">The path below the root, such as <c>Db</c>. Empty for the whole state.</param>
    public TreeState Below(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return this;
        }

        var root = RelativePath.Full(Root, path);
        return new TreeState(
            root,
            Zxid,
            _znodes.Where(znode => RelativePath.IsAtOrBelow(znode.Key, path)).ToDictionary(znode => RelativePath.Below(path, znode.Key), znode => znode.Value),
            FindUnreadable(path) is { } above ? [above] : [.. UnreadablePaths.Where(unreadable => ZnodePath.IsAtOrBelow(unreadable, root))],
            [.. Transient.Where(znode => RelativePath.IsAtOrBelow(znode, path)).Select(znode => RelativePath.Below(path, znode))]);
    }

    /// <summary>Returns the full path of the unreadable znode at or above a path, so that nothing is known about that path. Null if there is none.</summary>
    internal string? FindUnreadable(string path)
    {
        if (UnreadablePaths.Count == 0)
        {
            return null;
        }

        var unreadable = _unreadable ??= [.. UnreadablePaths];
        var above = RelativePath.Full(Root, path);
        while (above is not null && !unreadable.Contains(above))
        {
            above = ZnodePath.ParentOf(above);
        }

        return above;
    }

    /// <summary>Returns whether a znode has children in this state.</summary>
    internal bool HasChildren(string path) =>
        (_parents ??= [.. _znodes.Keys.Select(RelativePath.ParentOf).OfType<string>()]).Contains(path);

    internal TreeHash Hash() => _hash ??= ComputeHash();

    // The hash is a sum, so its parts can be summed in any order.
    private TreeHash ComputeHash() => _znodes.Count < SmallTree ? HashOf(_znodes) : _znodes.Chunk(SmallTree).AsParallel().Select(HashOf).Aggregate((sum, part) => sum.Plus(part));

    private static TreeHash HashOf(IEnumerable<KeyValuePair<string, ZnodeState>> znodes) =>
        znodes.Aggregate(default(TreeHash), (hash, znode) => hash.With(znode.Key, znode.Value.Data));
}
