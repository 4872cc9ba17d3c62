using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Checks the paths of a source in a tree snapshot.</summary>
internal static class SourceRoots
{
    public static string? FirstUnreadable(TreeSnapshot tree, IEnumerable<string> paths) => paths.FirstOrDefault(path => tree.Find(path) is { IsReadable: false });

    public static bool NoneExists(TreeSnapshot tree, IEnumerable<string> paths) => paths.All(path => tree.Find(path) is null);

    public static IReadOnlyList<string> Missing(TreeSnapshot tree, IEnumerable<string> paths) => [.. paths.Where(path => tree.Find(path) is null)];

    /// <summary>Lists the paths with the chroot, and marks those that do not exist.</summary>
    public static string Describe(TreeSnapshot tree, IEnumerable<string> paths, Chroot chroot) =>
        string.Join(", ", paths.Select(path => tree.Find(path) is null ? $"{chroot.With(path)} (does not exist)" : chroot.With(path)));
}
