using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>
/// The znodes of a <see cref="ZooKeeperMirror"/> exactly as they were after one transaction. Snapshots never change, and share what is the same
/// in them.
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

    /// <summary>The transaction after which the ensemble had exactly this state.</summary>
    public long Zxid { get; }

    internal TreeRoots Roots => _roots;

    /// <summary>Finds a znode at or below one of the mirror's roots.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The znode, or null if it does not exist, is not below a root, or is below a znode that may not be read.</returns>
    public Znode? Find(string path) => _roots.Find(_chroot.ToServer(ZnodePath.Parse(path).Value));

    /// <summary>
    /// The znodes that differ from another snapshot of the same mirror: created, deleted, written, become readable or unreadable, got a first child or
    /// lost the last. What is below a znode that became unreadable counts as unchanged. The cost is that of the difference, not of the tree.
    /// </summary>
    /// <param name="earlier">The other snapshot; with null, all znodes are new.</param>
    public IReadOnlyList<ZnodeChange> Changes(TreeSnapshot? earlier) => TreeDifference.Between(earlier?._roots, _roots, _chroot);
}
