namespace ZooKeeper.Client.Trees;

/// <summary>Compares two versions of a tree in the size of their difference: what they share is skipped.</summary>
internal static class TreeDifference
{
    /// <summary>The paths of znodes that exist in one version only, were written, or changed between readable and not.</summary>
    public static IEnumerable<string> Between(TreeRoots old, TreeRoots @new) =>
        @new.Paths.SelectMany((path, index) => Between(path, old.Trees[index], @new.Trees[index]));

    private static IEnumerable<string> Between(string path, Znode? old, Znode? @new)
    {
        if (ReferenceEquals(old, @new))
        {
            yield break;
        }

        if (old is null || @new is null || !old.IsSameAs(@new))
        {
            yield return path;
        }

        foreach (var (oldChild, newChild) in HashTrie.Differences(old?.Trie, @new?.Trie))
        {
            var childPath = ZnodePath.Combine(path, (oldChild ?? newChild)!.Name);
            foreach (var difference in Between(childPath, oldChild, newChild))
            {
                yield return difference;
            }
        }
    }
}
