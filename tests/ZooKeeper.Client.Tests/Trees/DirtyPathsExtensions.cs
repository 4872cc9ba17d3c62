using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Takes dirty paths as values.</summary>
internal static class DirtyPathsExtensions
{
    public static (string Path, ReadNeed Need, Znode? Discovered) Take(this DirtyPaths dirty)
    {
        Assert.IsTrue(dirty.TryTake(out var path, out var need, out var discovered));
        return (path, need, discovered);
    }

    public static List<(string Path, ReadNeed Need, Znode? Discovered)> TakeAll(this DirtyPaths dirty)
    {
        var all = new List<(string Path, ReadNeed Need, Znode? Discovered)>();
        while (dirty.TryTake(out var path, out var need, out var discovered))
        {
            all.Add((path, need, discovered));
        }

        return all;
    }
}
