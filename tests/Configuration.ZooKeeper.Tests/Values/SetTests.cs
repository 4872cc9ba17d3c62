using Configuration.ZooKeeper.Tests.Reads;

namespace Configuration.ZooKeeper.Tests.Values;

/// <summary><c>configuration[key] = value</c>.</summary>
[TestClass]
public sealed class SetTests
{
    private const int Threads = 4;
    private const int EachSets = 500;

    [TestMethod]
    public void Set_FromManyThreads_NoneIsLost()
    {
        var provider = new SnapshotProvider([KeyValuePair.Create("Title", (string?)"one")]);

        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, thread =>
        {
            for (var i = 0; i < EachSets; i++)
            {
                provider.Set($"Key{thread}:{i}", "set");
            }
        });

        var lost = Enumerable.Range(0, Threads * EachSets).Count(i => !provider.TryGet($"Key{i / EachSets}:{i % EachSets}", out _));
        Assert.AreEqual(0, lost);
    }
}
