using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Tests how a list of children changes a tree.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class TreeEditTests
{
    private readonly TreeEdit _tree = new(new TreeRoots(["/r"], [null]));

    public TreeEditTests()
    {
        _tree.AddRoot("/r");
        Read("/r");
    }

    [TestMethod]
    public void SetChildren_OfNone_AreAllNew()
    {
        CollectionAssert.AreEqual(new[] { "/r/a", "/r/b" }, Set("a", "b"));
        CollectionAssert.AreEquivalent(new[] { "/r/a", "/r/b" }, Children());
        Assert.AreEqual(ZnodeState.Discovered, _tree.Find("/r/b")!.State);
    }

    [TestMethod]
    public void SetChildren_SomeCameAndSomeWent_TellsThoseThatCame()
    {
        Set("a", "b", "c");
        Read("/r/b");

        CollectionAssert.AreEqual(new[] { "/r/d" }, Set("b", "c", "d"));
        CollectionAssert.AreEquivalent(new[] { "/r/b", "/r/c", "/r/d" }, Children());
        Assert.AreEqual(ZnodeState.Read, _tree.Find("/r/b")!.State);
    }

    [TestMethod]
    public void SetChildren_AsManyCameAsWent_AreExchanged()
    {
        Set("a", "b");

        CollectionAssert.AreEqual(new[] { "/r/c" }, Set("a", "c"));
        CollectionAssert.AreEquivalent(new[] { "/r/a", "/r/c" }, Children());
    }

    [TestMethod]
    public void Remove_ChildThatCameSinceTheLastSeal_TellsThatThereWasOne()
    {
        var before = _tree.Seal();
        _tree.AddCreated("/r/a");
        _tree.Remove("/r/a");
        var after = _tree.Seal();

        Assert.AreEqual(0, before.Find("/r")!.Stat.Cversion);
        Assert.IsGreaterThan(0, after.Find("/r")!.Stat.Cversion);
        Assert.IsFalse(before.Find("/r")!.IsSameAs(after.Find("/r")!));
    }

    // Only a damaged server sends a name twice. A read must not contain a path twice.
    [TestMethod]
    public void SetChildren_OneIsNamedTwice_IsToldOnce()
    {
        CollectionAssert.AreEqual(new[] { "/r/a", "/r/b" }, Set("a", "a", "b"));
        CollectionAssert.AreEquivalent(new[] { "/r/a", "/r/b" }, Children());
        CollectionAssert.AreEqual(new[] { "/r/c" }, Set("a", "b", "c", "c"));
    }

    [TestMethod]
    public void SetChildren_AfterASeal_LeavesWhatWasSealed()
    {
        Set("a");
        var before = _tree.Seal();
        Set("b");

        CollectionAssert.AreEqual(new[] { "/r/a" }, before.Find("/r")!.Children.Select(child => child.Path).ToArray());
        CollectionAssert.AreEqual(new[] { "/r/b" }, Children());
    }

    private void Read(string path) => _tree.SetData(path, [], isNull: false, default);

    private string[] Set(params string[] children) => Array.ConvertAll(_tree.SetChildren("/r", children), child => child.Path);

    private string[] Children() => [.. _tree.Find("/r")!.Children.Select(child => child.Path)];
}
