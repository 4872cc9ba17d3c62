using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>Checks the paths of a source in a tree snapshot.</summary>
internal static class SourceRoots
{
    public static string? FirstUnreadable(TreeSnapshot tree, IEnumerable<string> paths) => paths.FirstOrDefault(path => tree.Find(path) is { IsReadable: false });

    public static bool NoneExists(TreeSnapshot tree, IEnumerable<string> paths) => paths.All(path => tree.Find(path) is null);
}
