namespace ZooKeeper.Client.Trees;

/// <summary>
/// Compares two versions of a tree in the size of their difference: what they share is skipped. Of a znode that cannot be read any more, what is known
/// from before counts as still there.
/// </summary>
internal static class TreeDifference
{
    public static IEnumerable<ZnodeChange> Between(TreeRoots? old, TreeRoots @new) =>
        @new.Paths.SelectMany((path, index) => Between(path, old?.Trees[index], @new.Trees[index]));

    private static IEnumerable<ZnodeChange> Between(string path, Znode? old, Znode? @new)
    {
        if (ReferenceEquals(old, @new))
        {
            yield break;
        }

        if (old is null || @new is null || !old.IsSameAs(@new))
        {
            yield return new ZnodeChange(path, old, @new);
        }

        foreach (var (oldChild, newChild) in HashTrie.Differences((old?.LastReadable ?? old)?.Trie, (@new?.LastReadable ?? @new)?.Trie))
        {
            var childPath = ZnodePath.Combine(path, (oldChild ?? newChild)!.Name);
            foreach (var difference in Between(childPath, oldChild, newChild))
            {
                yield return difference;
            }
        }
    }
}
