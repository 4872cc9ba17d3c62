using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Tests which znodes are taken that a list of children has revealed.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class DiscoveredChildrenTests
{
    private readonly DirtyPaths _dirty = new();

    [TestMethod]
    public void Add_Discovered_IsTakenWithItsZnode()
    {
        var znode = new Znode("/r/a", null);
        _dirty.Add("/r/a", ReadNeed.Data | ReadNeed.Unknown, znode);
        _dirty.Add("/r/a", ReadNeed.Children);
        _dirty.Add("/r/b", ReadNeed.Data);

        var taken = _dirty.TakeAll();
        Assert.HasCount(2, taken);
        Assert.AreSame(znode, taken.Single(one => one.Path == "/r/a").Discovered);
        Assert.IsNull(taken.Single(one => one.Path == "/r/b").Discovered);
    }

    [TestMethod]
    public void AddDiscovered_Children_AreTakenWithTheirZnodesAfterWhatIsNearerTheRoot()
    {
        var (one, other) = (new Znode("/r/g/a", null), new Znode("/r/g/b", null));
        _dirty.AddDiscovered("/r/g", [one, other], ReadNeed.Data | ReadNeed.Unknown);
        _dirty.AddDiscovered("/r/g", [], ReadNeed.Data | ReadNeed.Unknown);
        _dirty.Add("/r/g", ReadNeed.Stat);

        Assert.AreEqual(2, _dirty.ContentCount);
        CollectionAssert.AreEquivalent(new[] { "/r/g", "/r/g/a", "/r/g/b" }, _dirty.All.Select(entry => entry.Key).ToArray());
        var taken = _dirty.TakeAll();
        Assert.AreEqual(("/r/g", ReadNeed.Stat, null), taken[0]);
        CollectionAssert.AreEquivalent(
            new[] { ("/r/g/a", ReadNeed.Data | ReadNeed.Unknown, (Znode?)one), ("/r/g/b", ReadNeed.Data | ReadNeed.Unknown, other) },
            taken.Skip(1).ToArray());
        Assert.AreEqual(0, _dirty.ContentCount);
    }

    [TestMethod]
    public void Remove_DiscoveredChild_IsNotTaken()
    {
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null), new Znode("/r/g/b", null)], ReadNeed.Data);
        _dirty.Remove("/r/g/a");
        _dirty.Remove("/r/g/c");
        _dirty.Remove("/r/h/b");
        _dirty.Remove("/r/g/a/deeper");

        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual((ReadNeed.None, ReadNeed.Data), (_dirty.NeedOf("/r/g/a"), _dirty.NeedOf("/r/g/b")));
        Assert.AreEqual(ReadNeed.None, _dirty.NeedOf("/r/g/b/deeper"));
        Assert.AreEqual("/r/g/b", _dirty.TakeAll().Single().Path);
        Assert.AreEqual(0, _dirty.ContentCount);
    }

    [TestMethod]
    public void AddDiscovered_ChildThatWasDiscoveredBefore_IsTakenOnceAsItIsNow()
    {
        var again = new Znode("/r/g/a", null);
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null), new Znode("/r/g/b", null)], ReadNeed.Data);
        _dirty.AddDiscovered("/r/g", [again, new Znode("/r/g/c", null)], ReadNeed.Data);

        Assert.AreEqual(3, _dirty.ContentCount);
        var taken = _dirty.TakeAll();
        CollectionAssert.AreEquivalent(new[] { "/r/g/a", "/r/g/b", "/r/g/c" }, taken.Select(one => one.Path).ToArray());
        Assert.AreSame(again, taken.Single(one => one.Path == "/r/g/a").Discovered);
    }

    [TestMethod]
    public void AddDiscovered_ChildrenOfTheRootOfAll_CanBeRemoved()
    {
        _dirty.AddDiscovered("/", [new Znode("/a", null), new Znode("/b", null)], ReadNeed.Data);
        _dirty.Remove("/a");

        Assert.AreEqual("/b", _dirty.TakeAll().Single().Path);
    }

    // The znode is read after the mark anyway.
    [TestMethod]
    public void Add_DiscoveredChild_IsTakenOnceWithWhatIsReadAnyway()
    {
        var znode = new Znode("/r/g/a", null);
        _dirty.AddDiscovered("/r/g", [znode], ReadNeed.Data | ReadNeed.Unknown);
        _dirty.Add("/r/g/a", ReadNeed.Stat);
        _dirty.TakeAlong(["/r/g/a"]);

        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual(("/r/g/a", ReadNeed.Data | ReadNeed.Unknown, znode), _dirty.TakeAll().Single());
    }

    // A read must not contain a path twice.
    [TestMethod]
    public void AddDiscovered_ChildThatIsMarked_IsTakenOnce()
    {
        _dirty.Add("/r/g/a", ReadNeed.Stat);
        _dirty.Add("/r/g/b", ReadNeed.Data);
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null)], ReadNeed.Data | ReadNeed.Unknown);

        Assert.AreEqual(2, _dirty.ContentCount);
        var taken = _dirty.TakeAll();
        Assert.HasCount(2, taken);
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Unknown, taken.Single(one => one.Path == "/r/g/a").Need);
    }

    [TestMethod]
    public void Clear_Discovered_LeavesNothing()
    {
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null), new Znode("/r/g/b", null)], ReadNeed.Data);
        _dirty.Take();
        _dirty.Clear();

        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.IsEmpty(_dirty.All);
        Assert.IsEmpty(_dirty.TakeAll());
    }
}
