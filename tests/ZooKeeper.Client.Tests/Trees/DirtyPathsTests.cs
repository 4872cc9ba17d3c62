using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Tests which paths are taken, and what is read of them, level by level. <see cref="DiscoveredZnodesTests"/> tests the order within a level.</summary>
[TestClass]
public sealed class DirtyPathsTests
{
    private readonly DirtyPaths _dirty = new();

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void TryTake_NothingAdded_TakesNothing() => Assert.IsEmpty(TakeAll());

    [TestMethod]
    public void TryTake_SeveralLevels_TakesThoseNearTheRootFirst()
    {
        foreach (var path in new[] { "/r/a/b/c", "/r/a", "/r", "/r/a/b", "/r/x", "/r/x/y" })
        {
            _dirty.Add(path, ReadNeed.Data);
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 2, 3, 3, 4 }, TakeAll().Select(taken => DirtyPaths.LevelOf(taken.Path)).ToArray());
    }

    [TestMethod]
    public void TryTake_PathNearerTheRootAddedMeanwhile_TakesItNext()
    {
        _dirty.Add("/r/a/b", ReadNeed.Data);
        _dirty.Add("/r/a/c", ReadNeed.Data);
        Assert.StartsWith("/r/a/", Take().Path);
        _dirty.Add("/r/x", ReadNeed.Data);

        Assert.AreEqual("/r/x", Take().Path);
        Assert.StartsWith("/r/a/", Take().Path);
        Assert.IsEmpty(TakeAll());
    }

    [TestMethod]
    public void Add_PathThatIsThere_IsTakenOnceWithBothNeeds()
    {
        _dirty.Add("/r", ReadNeed.Stat);
        Assert.AreEqual(0, _dirty.ContentCount);
        _dirty.Add("/r", ReadNeed.Data | ReadNeed.Changed);
        _dirty.Add("/r", ReadNeed.Children);
        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual(ReadNeed.Content | ReadNeed.Stat | ReadNeed.Changed, _dirty.NeedOf("/r"));

        Assert.AreEqual(("/r", ReadNeed.Content | ReadNeed.Stat | ReadNeed.Changed, null), TakeAll().Single());
        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.AreEqual(ReadNeed.None, _dirty.NeedOf("/r"));
    }

    [TestMethod]
    public void Add_PathThatWasTaken_IsTakenAgainWithTheNewNeed()
    {
        _dirty.Add("/r", ReadNeed.Content);
        Take();
        _dirty.Add("/r", ReadNeed.Stat);

        Assert.AreEqual(("/r", ReadNeed.Stat, null), TakeAll().Single());
    }

    [TestMethod]
    public void Add_Discovered_IsTakenWithItsZnode()
    {
        var znode = new Znode("/r/a", null);
        _dirty.Add("/r/a", ReadNeed.Data | ReadNeed.Unknown, znode);
        _dirty.Add("/r/a", ReadNeed.Children);
        _dirty.Add("/r/b", ReadNeed.Data);

        var taken = TakeAll();
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
        var taken = TakeAll();
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

        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual((ReadNeed.None, ReadNeed.Data), (_dirty.NeedOf("/r/g/a"), _dirty.NeedOf("/r/g/b")));
        Assert.AreEqual("/r/g/b", TakeAll().Single().Path);
        Assert.AreEqual(0, _dirty.ContentCount);
    }

    [TestMethod]
    public void AddDiscovered_ChildThatWasDiscoveredBefore_IsTakenOnceAsItIsNow()
    {
        var again = new Znode("/r/g/a", null);
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null), new Znode("/r/g/b", null)], ReadNeed.Data);
        _dirty.AddDiscovered("/r/g", [again, new Znode("/r/g/c", null)], ReadNeed.Data);

        Assert.AreEqual(3, _dirty.ContentCount);
        var taken = TakeAll();
        CollectionAssert.AreEquivalent(new[] { "/r/g/a", "/r/g/b", "/r/g/c" }, taken.Select(one => one.Path).ToArray());
        Assert.AreSame(again, taken.Single(one => one.Path == "/r/g/a").Discovered);
    }

    [TestMethod]
    public void AddDiscovered_ChildrenOfTheRootOfAll_CanBeRemoved()
    {
        _dirty.AddDiscovered("/", [new Znode("/a", null), new Znode("/b", null)], ReadNeed.Data);
        _dirty.Remove("/a");

        Assert.AreEqual("/b", TakeAll().Single().Path);
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
        Assert.AreEqual(("/r/g/a", ReadNeed.Data | ReadNeed.Unknown, znode), TakeAll().Single());
    }

    // A read must not contain a path twice.
    [TestMethod]
    public void AddDiscovered_ChildThatIsMarked_IsTakenOnce()
    {
        _dirty.Add("/r/g/a", ReadNeed.Stat);
        _dirty.Add("/r/g/b", ReadNeed.Data);
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null)], ReadNeed.Data | ReadNeed.Unknown);

        Assert.AreEqual(2, _dirty.ContentCount);
        var taken = TakeAll();
        Assert.HasCount(2, taken);
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Unknown, taken.Single(one => one.Path == "/r/g/a").Need);
    }

    [TestMethod]
    public void Clear_Discovered_LeavesNothing()
    {
        _dirty.AddDiscovered("/r/g", [new Znode("/r/g/a", null), new Znode("/r/g/b", null)], ReadNeed.Data);
        Take();
        _dirty.Clear();

        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.IsEmpty(_dirty.All);
        Assert.IsEmpty(TakeAll());
    }

    [TestMethod]
    public void Remove_PathThatIsThere_IsNotTaken()
    {
        _dirty.Add("/r/a", ReadNeed.Data);
        _dirty.Add("/r/b", ReadNeed.Data);
        _dirty.Remove("/r/a");
        _dirty.Remove("/r/c");

        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual(("/r/b", ReadNeed.Data, null), TakeAll().Single());
    }

    [TestMethod]
    public void Clear_SeveralLevels_LeavesNothing()
    {
        _dirty.Add("/r", ReadNeed.Content);
        _dirty.Add("/r/a", ReadNeed.Data);
        _dirty.Clear();

        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.IsEmpty(_dirty.All);
        Assert.IsEmpty(TakeAll());
    }

    [TestMethod]
    public void OnQuiet_SomethingDirty_LosesNothing()
    {
        for (var i = 0; i < 1000; i++)
        {
            _dirty.Add($"/r/{i}", ReadNeed.Data);
        }

        _dirty.OnQuiet();

        Assert.HasCount(1000, TakeAll());
    }

    [TestMethod]
    public void TakeAlong_NothingDirty_TakesNothing()
    {
        _dirty.TakeAlong(["/r/a"]);

        Assert.IsEmpty(TakeAll());
    }

    [TestMethod]
    public void TakeAlong_SomethingDirty_IsTakenBeforeAndNotWaitedFor()
    {
        _dirty.Add("/r", ReadNeed.Data);
        _dirty.TakeAlong(["/r/a/b"]);
        _dirty.TakeAlong(["/r/a/b"]);

        Assert.AreEqual(1, _dirty.ContentCount);
        var expected = new[] { ("/r/a/b", ReadNeed.Stat | ReadNeed.Changed, (Znode?)null), ("/r", ReadNeed.Data, null) };
        CollectionAssert.AreEqual(expected, TakeAll());
    }

    [TestMethod]
    public void TakeAlong_PathThatIsDirty_IsTakenOnceAndFirstWithBothNeeds()
    {
        _dirty.Add("/r", ReadNeed.Data);
        _dirty.Add("/r/a", ReadNeed.Content);
        _dirty.TakeAlong(["/r/a"]);

        Assert.AreEqual(2, _dirty.ContentCount);
        var expected = new[] { ("/r/a", ReadNeed.Content | ReadNeed.Stat | ReadNeed.Changed, (Znode?)null), ("/r", ReadNeed.Data, null) };
        CollectionAssert.AreEqual(expected, TakeAll());
    }

    [TestMethod]
    public void TryTake_RandomOperations_TakesEachDirtyPathOnceFromTheFirstLevel()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var model = new Dictionary<string, ReadNeed>(StringComparer.Ordinal);
        for (var i = 0; i < 10_000; i++)
        {
            var path = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => $"/{random.Next(4)}"));
            var need = (ReadNeed)random.Next(1, 64);
            switch (random.Next(4))
            {
                case 0:
                    model.Remove(path);
                    _dirty.Remove(path);
                    break;
                case 1 when model.Count == 0:
                    Assert.IsFalse(_dirty.TryTake(out _, out _, out _));
                    break;
                case 1:
                    var (taken, whatFor, _) = Take();
                    Assert.AreEqual(model.Keys.Min(DirtyPaths.LevelOf), DirtyPaths.LevelOf(taken));
                    Assert.IsTrue(model.Remove(taken, out var expected));
                    Assert.AreEqual(expected, whatFor);
                    break;
                default:
                    model[path] = model.GetValueOrDefault(path) | need;
                    _dirty.Add(path, need);
                    break;
            }

            Assert.AreEqual(model.Values.Count(value => (value & ReadNeed.Content) != 0), _dirty.ContentCount);
        }

        CollectionAssert.AreEquivalent(model.Select(entry => (entry.Key, entry.Value, (Znode?)null)).ToArray(), TakeAll());
    }

    private (string Path, ReadNeed Need, Znode? Discovered) Take()
    {
        Assert.IsTrue(_dirty.TryTake(out var path, out var need, out var discovered));
        return (path, need, discovered);
    }

    private List<(string Path, ReadNeed Need, Znode? Discovered)> TakeAll()
    {
        var all = new List<(string Path, ReadNeed Need, Znode? Discovered)>();
        while (_dirty.TryTake(out var path, out var need, out var discovered))
        {
            all.Add((path, need, discovered));
        }

        return all;
    }
}
