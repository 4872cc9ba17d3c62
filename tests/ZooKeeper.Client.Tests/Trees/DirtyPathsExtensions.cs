using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Takes dirty paths as values.</summary>
internal static class DirtyPathsExtensions
{
    public static (string Path, ReadNeed Need, Znode? Discovered) Take(this DirtyPaths dirty)
    {
        Assert.IsTrue(dirty.TryTake(out var taken));
        return ValuesOf(taken);
    }

    public static List<(string Path, ReadNeed Need, Znode? Discovered)> TakeAll(this DirtyPaths dirty)
    {
        var all = new List<(string Path, ReadNeed Need, Znode? Discovered)>();
        while (dirty.TryTake(out var taken))
        {
            all.Add(ValuesOf(taken));
        }

        return all;
    }

    private static (string Path, ReadNeed Need, Znode? Discovered) ValuesOf(DirtyPath taken)
    {
        Assert.AreEqual(DirtyPaths.LevelOf(taken.Path), taken.Level);
        return (taken.Path, taken.Need, taken.Discovered);
    }
}
