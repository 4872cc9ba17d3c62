using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Tests which paths are taken, and what is read of them, level by level. <see cref="DiscoveredChildrenTests"/> tests znodes that a list of children has revealed, and <see cref="DiscoveredZnodesTests"/> the order within a level.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class DirtyPathsTests
{
    private readonly DirtyPaths _dirty = new();

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void TryTake_NothingAdded_TakesNothing() => Assert.IsEmpty(_dirty.TakeAll());

    [TestMethod]
    public void TryTake_SeveralLevels_TakesThoseNearTheRootFirst()
    {
        foreach (var path in new[] { "/r/a/b/c", "/r/a", "/r", "/r/a/b", "/r/x", "/r/x/y" })
        {
            _dirty.Add(path, ReadNeed.Data);
        }

        CollectionAssert.AreEqual(new[] { 1, 2, 2, 3, 3, 4 }, _dirty.TakeAll().Select(taken => DirtyPaths.LevelOf(taken.Path)).ToArray());
    }

    [TestMethod]
    public void TryTake_PathNearerTheRootAddedMeanwhile_TakesItNext()
    {
        _dirty.Add("/r/a/b", ReadNeed.Data);
        _dirty.Add("/r/a/c", ReadNeed.Data);
        Assert.StartsWith("/r/a/", _dirty.Take().Path);
        _dirty.Add("/r/x", ReadNeed.Data);

        Assert.AreEqual("/r/x", _dirty.Take().Path);
        Assert.StartsWith("/r/a/", _dirty.Take().Path);
        Assert.IsEmpty(_dirty.TakeAll());
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

        Assert.AreEqual(("/r", ReadNeed.Content | ReadNeed.Stat | ReadNeed.Changed, null), _dirty.TakeAll().Single());
        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.AreEqual(ReadNeed.None, _dirty.NeedOf("/r"));
    }

    [TestMethod]
    public void Add_PathThatWasTaken_IsTakenAgainWithTheNewNeed()
    {
        _dirty.Add("/r", ReadNeed.Content);
        _dirty.Take();
        _dirty.Add("/r", ReadNeed.Stat);

        Assert.AreEqual(("/r", ReadNeed.Stat, null), _dirty.TakeAll().Single());
    }

    [TestMethod]
    public void Remove_PathThatIsThere_IsNotTaken()
    {
        _dirty.Add("/r/a", ReadNeed.Data);
        _dirty.Add("/r/b", ReadNeed.Data);
        _dirty.Remove("/r/a");
        _dirty.Remove("/r/c");

        Assert.AreEqual(1, _dirty.ContentCount);
        Assert.AreEqual(("/r/b", ReadNeed.Data, null), _dirty.TakeAll().Single());
    }

    [TestMethod]
    public void Clear_SeveralLevels_LeavesNothing()
    {
        _dirty.Add("/r", ReadNeed.Content);
        _dirty.Add("/r/a", ReadNeed.Data);
        _dirty.Clear();

        Assert.AreEqual(0, _dirty.ContentCount);
        Assert.IsEmpty(_dirty.All);
        Assert.IsEmpty(_dirty.TakeAll());
    }

    [TestMethod]
    public void OnQuiet_SomethingDirty_LosesNothing()
    {
        for (var i = 0; i < 1000; i++)
        {
            _dirty.Add($"/r/{i}", ReadNeed.Data);
        }

        _dirty.OnQuiet();

        Assert.HasCount(1000, _dirty.TakeAll());
    }

    [TestMethod]
    public void TakeAlong_NothingDirty_TakesNothing()
    {
        _dirty.TakeAlong(["/r/a"]);

        Assert.IsEmpty(_dirty.TakeAll());
    }

    [TestMethod]
    public void TakeAlong_SomethingDirty_IsTakenBeforeAndNotWaitedFor()
    {
        _dirty.Add("/r", ReadNeed.Data);
        _dirty.TakeAlong(["/r/a/b"]);
        _dirty.TakeAlong(["/r/a/b"]);

        Assert.AreEqual(1, _dirty.ContentCount);
        var expected = new[] { ("/r/a/b", ReadNeed.Stat | ReadNeed.Changed, (Znode?)null), ("/r", ReadNeed.Data, null) };
        CollectionAssert.AreEqual(expected, _dirty.TakeAll());
    }

    [TestMethod]
    public void TakeAlong_PathThatIsDirty_IsTakenOnceAndFirstWithBothNeeds()
    {
        _dirty.Add("/r", ReadNeed.Data);
        _dirty.Add("/r/a", ReadNeed.Content);
        _dirty.TakeAlong(["/r/a"]);

        Assert.AreEqual(2, _dirty.ContentCount);
        var expected = new[] { ("/r/a", ReadNeed.Content | ReadNeed.Stat | ReadNeed.Changed, (Znode?)null), ("/r", ReadNeed.Data, null) };
        CollectionAssert.AreEqual(expected, _dirty.TakeAll());
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
                    Assert.IsFalse(_dirty.TryTake(out _));
                    break;
                case 1:
                    var (taken, whatFor, _) = _dirty.Take();
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

        CollectionAssert.AreEquivalent(model.Select(entry => (entry.Key, entry.Value, (Znode?)null)).ToArray(), _dirty.TakeAll());
    }
}
