using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Tests.Keys;

[TestClass]
[TestCategory("NoServer")]
public sealed class ChildNamesTests
{
    // The framework compares numbers by value, so it would leave these in the order in which they came: a list would differ from process to process.
    [TestMethod]
    public void InOrder_NumbersOfTheSameValue_HaveOneOrder()
    {
        string[] expected = ["001", "01", "1", "2", "a"];

        CollectionAssert.AreEqual(expected, InOrder("list:a", "list:1", "list:01", "list:001", "list:2"));
        CollectionAssert.AreEqual(expected, InOrder("list:001", "list:2", "list:01", "list:1", "list:a"));
    }

    private static string[] InOrder(params string[] keys) => [.. new ChildNames(keys).InOrder()];
}
