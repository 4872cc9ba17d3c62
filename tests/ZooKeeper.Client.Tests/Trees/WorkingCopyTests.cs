using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class WorkingCopyTests
{
    private readonly FakeTimeProvider _time = new();

    [TestMethod]
    public void SetData_Root_HasOtherChildrenIfItsStatNamesAny()
    {
        var copy = new WorkingCopy(["/r"], _time);
        var change = copy.SetData("/r", [1], isNull: false, TestStat.Of(children: 2));

        Assert.AreEqual(new DataChange(IsKnown: true, IsWritten: true, WasUnreadable: false, HasOtherChildren: true), change);
        Assert.AreEqual(ZnodeState.Read, copy.Find("/r")!.State);
    }

    [TestMethod]
    public void SetData_PathThatIsNotKnown_ChangesNothing()
    {
        var copy = Loaded();
        Assert.IsFalse(copy.SetData("/r/unknown", [1], isNull: false, TestStat.Of()).IsKnown);
        Assert.IsNull(copy.Find("/r/unknown"));
    }

    [TestMethod]
    public void SetData_SameVersion_IsNotWritten() =>
        Assert.IsFalse(Loaded().SetData("/r/a", [1], isNull: false, TestStat.Of()).IsWritten);

    [TestMethod]
    public void SetChildren_OfAReadZnode_ReturnsWhatIsNew()
    {
        var discovered = Loaded().SetChildren("/r", ["a", "b"]);
        CollectionAssert.AreEqual(new[] { "/r/b" }, discovered.Select(znode => znode.Path).ToArray());
    }

    [TestMethod]
    public void SetChildren_OfAnUnreadableZnode_ReturnsNothing()
    {
        var copy = Loaded();
        copy.SetUnreadable("/r/a");
        Assert.IsEmpty(copy.SetChildren("/r/a", ["b"]));
        Assert.IsEmpty(copy.SetChildren("/r/a", ["b"], TestStat.Of()));
    }

    [TestMethod]
    public void SetUnreadable_PublishedZnode_KeepsItApartAndIsNewOnce()
    {
        var copy = Loaded();
        copy.OnPublished(copy.Seal());

        Assert.IsTrue(copy.SetUnreadable("/r/a"));
        Assert.IsFalse(copy.SetUnreadable("/r/a"));
        CollectionAssert.AreEqual(new byte[] { 1 }, copy.Find("/r/a")!.LastReadable!.Bytes);
        CollectionAssert.AreEqual(new[] { "/r/a" }, copy.UnreadablePaths.ToArray());
    }

    [TestMethod]
    public void Reset_ZnodeWasReadSinceThePublishedVersion_IsUnreadableAgain()
    {
        var copy = Loaded();
        copy.SetUnreadable("/r/a");
        var published = copy.Seal();
        copy.OnPublished(published);

        copy.SetData("/r/a", [2], isNull: false, TestStat.Of());
        Assert.IsEmpty(copy.UnreadablePaths);
        copy.Reset(published);
        CollectionAssert.AreEqual(new[] { "/r/a" }, copy.UnreadablePaths.ToArray());

        copy.SetData("/r/a", [2], isNull: false, TestStat.Of());
        copy.OnPublished(published = copy.Seal());
        copy.Reset(published);
        Assert.IsEmpty(copy.UnreadablePaths);
    }

    [TestMethod]
    public void SetUnreadable_PathThatIsNotKnown_IsNothingNew() => Assert.IsFalse(Loaded().SetUnreadable("/r/unknown"));

    [TestMethod]
    public void TakeDueUnreadable_AfterAWhile_ReturnsThePathOnce()
    {
        var copy = Loaded();
        copy.SetUnreadable("/r/a");
        Assert.IsEmpty(copy.TakeDueUnreadable());

        _time.Advance(TimeSpan.FromMinutes(1));
        CollectionAssert.AreEqual(new[] { "/r/a" }, copy.TakeDueUnreadable().ToArray());
        Assert.IsEmpty(copy.TakeDueUnreadable());
    }

    [TestMethod]
    public void TryAddCreated_BelowAReadZnode_HasAPlace()
    {
        var copy = Loaded();
        Assert.IsTrue(copy.TryAddCreated("/r/new"));
        Assert.AreEqual(ZnodeState.Created, copy.Find("/r/new")!.State);
        Assert.IsTrue(copy.TryAddCreated("/r/new/below"));
        Assert.IsFalse(copy.TryAddCreated("/r/unknown/below"));
    }

    [TestMethod]
    public void NearestKnown_BelowAReadZnode_IsItsContent()
    {
        var copy = Loaded();
        Assert.AreEqual(("/r/a", ReadNeed.Data), copy.NearestKnown("/r/a", ReadNeed.Data));
        Assert.AreEqual(("/r/a", ReadNeed.Content), copy.NearestKnown("/r/a/b/c", ReadNeed.Data));
    }

    [TestMethod]
    public void NearestKnown_BelowAnUnreadableZnode_IsItsData()
    {
        var copy = Loaded();
        copy.SetUnreadable("/r/a");
        Assert.AreEqual(("/r/a", ReadNeed.Data), copy.NearestKnown("/r/a/b", ReadNeed.Content));
    }

    [TestMethod]
    public void NearestKnown_BelowAMissingRoot_IsTheRootsContent()
    {
        var copy = new WorkingCopy(["/r"], _time);
        Assert.AreEqual(("/r", ReadNeed.Content), copy.NearestKnown("/r", ReadNeed.Data));
    }

    [TestMethod]
    public void Seal_NothingChangedSinceThePublication_IsThePublishedState()
    {
        var copy = Loaded();
        var published = copy.Seal();
        Assert.IsTrue(copy.OnPublished(published));
        Assert.IsFalse(copy.OnPublished(copy.Seal()));
    }

    [TestMethod]
    public void Fork_ChangedLater_IsIndependent()
    {
        var copy = Loaded();
        var fork = copy.Fork();
        copy.Remove("/r/a");
        Assert.IsNotNull(fork.Find("/r/a"));

        fork.Remove("/r");
        Assert.IsNotNull(copy.Find("/r"));
    }

    [TestMethod]
    public void Reset_ForgetsWhatWasNotPublished()
    {
        var copy = Loaded();
        var published = copy.Seal();
        copy.OnPublished(published);
        copy.Remove("/r/a");
        copy.Reset(published);

        CollectionAssert.AreEqual(new[] { "/r", "/r/a" }, copy.All().Select(znode => znode.Path).ToArray());
    }

    private WorkingCopy Loaded()
    {
        var copy = new WorkingCopy(["/r"], _time);
        copy.SetData("/r", [1], isNull: false, TestStat.Of(children: 1));
        var discovered = copy.SetChildren("/r", ["a"]);
        copy.SetData(discovered[0], [1], isNull: false, TestStat.Of());
        return copy;
    }
}
