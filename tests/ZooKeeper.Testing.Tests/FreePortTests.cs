namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class FreePortTests
{
    [TestMethod]
    public void Next_ManyTimes_GivesEachPortOnce()
    {
        var ports = Enumerable.Range(0, 250).Select(_ => FreePort.Next()).ToArray();

        CollectionAssert.AllItemsAreUnique(ports);
    }

    [TestMethod]
    public void Next_WhileTheProcessRuns_KeepsTheBlockFromOthers()
    {
        var file = FreePort.BlockFileOf(FreePort.Next());

        Assert.ThrowsExactly<IOException>(() => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose());
    }
}
