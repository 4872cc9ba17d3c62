using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Compares two versions of a tree. The cost depends on the size of the difference, because the comparison skips what they share. Znodes below a znode that
/// became unreadable count as unchanged.
/// </summary>
internal sealed class TreeDifference
{
    private const int LevelsOnStack = 64;

    private readonly ZnodeChanges _changes = new();
    private readonly Action<Znode?, Znode?> _compare;
    private readonly Chroot _chroot;

    // Anybody can create a tree with so many levels that a stack overflow would end the process.
    private Stack<(Znode? Old, Znode? New)>? _deeper;
    private int _level;

    private TreeDifference(Chroot chroot)
    {
        _chroot = chroot;
        _compare = Compare;
    }

    /// <summary>Returns the znodes that differ, parents before children, by the user's paths. Without an earlier version, all znodes differ.</summary>
    public static IReadOnlyList<ZnodeChange> Between(TreeRoots? old, TreeRoots @new, Chroot chroot)
    {
        var difference = new TreeDifference(chroot);
        for (var i = 0; i < @new.Paths.Count; i++)
        {
            difference.Compare(old?.Trees[i], @new.Trees[i]);
        }

        while (difference._deeper?.TryPop(out var pair) == true)
        {
            difference.Compare(pair.Old, pair.New);
        }

        return difference._changes;
    }

    private void Compare(Znode? old, Znode? @new)
    {
        if (ReferenceEquals(old, @new))
        {
            return;
        }

        if (_level == LevelsOnStack)
        {
            (_deeper ??= new Stack<(Znode?, Znode?)>()).Push((old, @new));
            return;
        }

        if (old is null || @new is null || !old.IsSameAs(@new))
        {
            _changes.Add(new ZnodeChange(_chroot.ToUser((@new ?? old)!.Path), old, @new));
        }

        _level++;
        HashTrie.Compare((old?.LastReadable ?? old)?.Trie, (@new?.LastReadable ?? @new)?.Trie, _compare);
        _level--;
    }
}
