using System.Globalization;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class ZnodeChangesTests
{
    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(1024)]
    [DataRow(1025)]
    [DataRow(5000)]
    public void Add_AnyNumber_AllAreThereInOrder(int count)
    {
        string[] paths = [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"/r/{number}"))];
        var changes = new ZnodeChanges();
        foreach (var path in paths)
        {
            changes.Add(new ZnodeChange(path, Earlier: null, Later: null));
        }

        Assert.HasCount(count, changes);
        CollectionAssert.AreEqual(paths, changes.Select(change => change.Path).ToArray());
        CollectionAssert.AreEqual(paths, Enumerable.Range(0, count).Select(index => changes[index].Path).ToArray());
    }
}
