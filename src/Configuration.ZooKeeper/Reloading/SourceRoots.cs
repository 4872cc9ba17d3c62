using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Checks the paths of a source in a tree snapshot.</summary>
internal static class SourceRoots
{
    public static string? FirstUnreadable(TreeSnapshot tree, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            if (tree.Find(paths[i]) is { IsReadable: false })
            {
                return paths[i];
            }
        }

        return null;
    }

    public static bool NoneExists(TreeSnapshot tree, IReadOnlyList<string> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            if (tree.Find(paths[i]) is not null)
            {
                return false;
            }
        }

        return true;
    }

    public static IReadOnlyList<string> Missing(TreeSnapshot tree, IEnumerable<string> paths) => [.. paths.Where(path => tree.Find(path) is null)];

    /// <summary>Lists the paths with the chroot, and marks those that do not exist.</summary>
    public static string Describe(TreeSnapshot tree, IEnumerable<string> paths, Chroot chroot) =>
        string.Join(", ", paths.Select(path => tree.Find(path) is null ? $"{chroot.With(path)} (does not exist)" : chroot.With(path)));
}
