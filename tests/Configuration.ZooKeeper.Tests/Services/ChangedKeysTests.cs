using System.Collections;
using Configuration.ZooKeeper.Reloading;

namespace Configuration.ZooKeeper.Tests.Services;

[TestClass]
[TestCategory("NoServer")]
public sealed class ChangedKeysTests
{
    [TestMethod]
    public void Enumeration_OfKeys_HasTheOrderOfConfiguration()
    {
        var keys = new ChangedKeys(["Item:10", "Item:9", "A"]);

        CollectionAssert.AreEqual(new[] { "A", "Item:9", "Item:10" }, keys.ToArray());
        Assert.AreEqual("Item:9", keys[1]);
    }

    // Metrics and health checks create a status each time, of up to a million keys.
    [TestMethod]
    public void Count_OfKeys_DoesNotSortThem()
    {
        var count = new ChangedKeys(new Unsorted()).Count;

        Assert.AreEqual(3, count);
    }

    private sealed class Unsorted : IReadOnlyList<string>
    {
        public int Count => 3;

        public string this[int index] => throw new AssertFailedException("Only their number is needed.");

        public IEnumerator<string> GetEnumerator() => throw new AssertFailedException("Only their number is needed.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
