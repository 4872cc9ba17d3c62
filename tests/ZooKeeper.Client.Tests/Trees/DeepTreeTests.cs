using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Trees with many levels. Anybody who may create znodes can make one, and a stack overflow would end every process that follows it.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class DeepTreeTests
{
    private const int Levels = 3_000;

    [TestMethod]
    public void Between_TreeWithThousandsOfLevels_FitsOnASmallStack()
    {
        var tree = new TreeEdit(new TreeRoots(["/r"], [null]));
        tree.AddRoot("/r");
        var deepest = "/r";
        for (var level = 1; level < Levels; level++)
        {
            tree.AddCreated(deepest += "/a");
        }

        var before = tree.Seal();
        tree.SetData(deepest, "new"u8, isNull: false, new Stat { Mzxid = 1 });
        var after = tree.Seal();
        IReadOnlyList<ZnodeChange> all = [], changed = [];
        RunOnASmallStack(() =>
        {
            all = TreeDifference.Between(null, after, new Chroot(ZnodePath.Parse("/")));
            changed = TreeDifference.Between(before, after, new Chroot(ZnodePath.Parse("/")));
        });

        Assert.HasCount(Levels, all);
        CollectionAssert.AreEqual(all.OrderBy(change => change.Path.Length).ToArray(), all.ToArray());
        Assert.AreEqual(deepest, Assert.ContainsSingle(changed).Path);
    }

    private static void RunOnASmallStack(Action act)
    {
        var thread = new Thread(() => act(), maxStackSize: 256 * 1024);
        thread.Start();
        thread.Join();
    }
}
