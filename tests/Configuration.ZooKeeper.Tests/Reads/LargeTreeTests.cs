using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Reads;

[TestClass]
[TestCategory("NoServer")]
public sealed class LargeTreeTests
{
    // The framework's own providers look at every key for every section, which takes minutes here.
    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = false)]
    public void AsEnumerable_HundredThousandKeys_CostsTheKeysOnce()
    {
        var keys = Enumerable.Range(0, 100_000).Select(number => KeyValuePair.Create($"Group{number / 100}:Key{number}", (string?)"1"));
        using var configuration = new ConfigurationRoot([new SnapshotProvider(keys)]);

        Assert.AreEqual(101_000, configuration.AsEnumerable().Count());
    }
}
