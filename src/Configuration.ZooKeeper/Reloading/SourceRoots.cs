using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>What the paths of a source are like in a tree.</summary>
internal static class SourceRoots
{
    public static string? FirstUnreadable(TreeSnapshot tree, IEnumerable<string> paths) => paths.FirstOrDefault(path => tree.Find(path) is { IsReadable: false });

    public static bool NoneExists(TreeSnapshot tree, IEnumerable<string> paths) => paths.All(path => tree.Find(path) is null);
}
