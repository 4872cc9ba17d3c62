using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>
/// Represents the znodes of a <see cref="ZooKeeperMirror"/> exactly as they were after one transaction. A snapshot never changes. Snapshots share the memory of
/// equal znodes.
/// </summary>
public sealed class TreeSnapshot
{
    private readonly TreeRoots _roots;
    private readonly Chroot _chroot;

    internal TreeSnapshot(TreeRoots roots, long zxid, Chroot chroot)
    {
        _roots = roots;
        _chroot = chroot;
        Zxid = zxid;
    }

    /// <summary>Gets the zxid of the transaction after which the ensemble had exactly this state.</summary>
    public long Zxid { get; }

    internal TreeRoots Roots => _roots;

    /// <summary>Finds a znode at or below one of the mirror's roots.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The znode, or null if it does not exist, is outside the roots, or is below an unreadable znode.</returns>
    public Znode? Find(string path) => _roots.Find(_chroot.ToServer(ZnodePath.Parse(path).Value));

    /// <summary>
    /// Returns the znodes that differ from another snapshot of the same mirror.
    /// </summary>
    /// <remarks>
    /// A znode differs if it was created, deleted or written, if it became readable or unreadable, or if it got its first child or lost its last one. It also
    /// differs if it was written with the same data, or deleted and created again. Znodes below a znode that became unreadable count as unchanged. The cost
    /// depends on the number of differences, not on the size of the tree.
    /// </remarks>
    /// <param name="earlier">The other snapshot. If it is null, all znodes are new.</param>
    public IReadOnlyList<ZnodeChange> Changes(TreeSnapshot? earlier) => TreeDifference.Between(earlier?._roots, _roots, _chroot);
}
