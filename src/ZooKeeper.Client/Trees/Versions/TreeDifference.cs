using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Compares two versions of a tree in the size of their difference: what they share is skipped. Of a znode that cannot be read any more, what is known
/// from before counts as still there.
/// </summary>
internal sealed class TreeDifference
{
    private readonly ZnodeChanges _changes = new();
    private readonly Action<Znode?, Znode?> _compare;
    private readonly Chroot _chroot;

    private TreeDifference(Chroot chroot)
    {
        _chroot = chroot;
        _compare = Compare;
    }

    /// <summary>The znodes that differ, above before below, by the paths that the user knows. Of the tree as a whole if there is no earlier one.</summary>
    public static IReadOnlyList<ZnodeChange> Between(TreeRoots? old, TreeRoots @new, Chroot chroot)
    {
        var difference = new TreeDifference(chroot);
        for (var i = 0; i < @new.Paths.Count; i++)
        {
            difference.Compare(old?.Trees[i], @new.Trees[i]);
        }

        return difference._changes;
    }

    private void Compare(Znode? old, Znode? @new)
    {
        if (ReferenceEquals(old, @new))
        {
            return;
        }

        if (old is null || @new is null || !old.IsSameAs(@new))
        {
            _changes.Add(new ZnodeChange(_chroot.ToUser((@new ?? old)!.Path), old, @new));
        }

        HashTrie.Compare((old?.LastReadable ?? old)?.Trie, (@new?.LastReadable ?? @new)?.Trie, _compare);
    }
}
