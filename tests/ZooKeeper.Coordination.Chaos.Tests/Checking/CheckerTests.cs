using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

/// <summary>Whole histories, to see that each check is connected.</summary>
[TestClass]
public sealed class CheckerTests
{
    private static readonly Workload Guarded = Workload.All.Single(workload => workload.Name == "guarded-set");
    private static readonly Workload Unguarded = Workload.All.Single(workload => workload.Name == "unguarded-set");

    [TestMethod]
    public void Check_GoodHistory_IsGood()
    {
        var verdict = Check(Guarded, Good());

        Assert.IsTrue(verdict.IsGood, $"{verdict}");
        Assert.AreEqual((2, 2), (verdict.Counts[0].Grants, verdict.Counts[0].ExactGrants));
    }

    [TestMethod]
    public void Check_LateGuardedWrite_Convicts()
    {
        var verdict = Check(Guarded, [.. Good(), Write(20, 2), Write(21, 1)]);

        Assert.AreEqual(WriteOrder.Rule, verdict.Violations.Single().Rule);
    }

    [TestMethod]
    public void Check_LateUnguardedWrite_IsCountedAndRequired()
    {
        Assert.IsTrue(Check(Unguarded, [.. Good(Unguarded), Write(20, 2, Unguarded), Write(21, 1, Unguarded)]).IsGood);
        Assert.HasCount(1, Check(Unguarded, Good(Unguarded)).Shortfalls);
    }

    [TestMethod]
    public void Check_NoDowngradeWhereSomeMustBe_ProvesNothing()
    {
        var workload = Workload.All.Single(workload => workload.HasDowngrades);
        var attempt = Histories.At(13, Happening.Downgrading) with { Worker = "a", Workload = workload.Name, Attempt = 1 };
        var downgraded = attempt with { At = 13, What = Happening.Downgraded, Fence = 1, Path = Histories.PathOf(1, isShared: true) };

        Assert.HasCount(1, Check(workload, Good(workload)).Shortfalls);
        Assert.IsTrue(Check(workload, [.. Good(workload), attempt, downgraded]).IsGood);
        Assert.AreEqual(FenceOrder.Rule, Check(workload, [.. Good(workload), attempt, downgraded with { Fence = 9 }]).Violations.Single().Rule);
    }

    [TestMethod]
    public void Check_NoEnd_ProvesNothing() => Assert.HasCount(1, Check(Guarded, [.. Good().Where(entry => entry.What != Happening.Ended)]).Shortfalls);

    [TestMethod]
    public void Check_RunFailed_ProvesNothing() => Assert.HasCount(1, Check(Guarded, [.. Good(), Histories.At(90, Happening.RunFailed)]).Shortfalls);

    [TestMethod]
    public void Check_OnePermitTooMany_Convicts()
    {
        var workload = Workload.All.Single(workload => workload.Name == "semaphore");
        Entry[] two = [.. Attempt(1, 10, workload), .. Attempt(2, 11, workload)];

        Assert.IsEmpty(Check(workload, Sorted([.. Good(workload).Where(entry => entry.Attempt is null), .. two])).Violations);
        var rules = Check(workload, Sorted([.. Good(workload).Where(entry => entry.Attempt is null), .. two, .. Attempt(3, 11, workload)])).Violations.Select(violation => violation.Rule).ToArray();
        CollectionAssert.AreEquivalent(new[] { Overlaps.Rule, Linearisation.Rule }, rules);
    }

    [TestMethod]
    public void Check_EachRecipe_IsChecked()
    {
        var attempt = Histories.At(13, Happening.Invoked) with { Worker = "a", Attempt = 1, Amount = 1 };
        foreach (var recipe in Recipe.All)
        {
            var own = attempt with { Workload = recipe.Name };
            Entry[] bad =
            [
                own, own with { What = Happening.Passed, Fence = 1, Path = "/alone" }, own with { What = Happening.Added, Value = 2 }, own with { What = Happening.Contradicted },
                own with { What = Happening.Total, Value = 2 }, own with { What = Happening.Completed, Item = "x" }, own with { What = Happening.Undecided, Item = "x" },
            ];

            var verdict = new Checker([], [recipe], ["a"], TimeSpan.FromSeconds(1), new Minimums(Faults: 0, Grants: 0)).Check([.. Good(), .. bad]);

            Assert.HasCount(1, verdict.Violations, recipe.Name);
            Assert.StartsWith(recipe.Name, verdict.Violations[0].What);
        }
    }

    [TestMethod]
    public void Check_RecipeThatNeverSucceeds_ProvesNothing()
    {
        var verdict = new Checker([], [Recipe.All[0]], ["a"], TimeSpan.FromSeconds(1), new Minimums(Faults: 0, Grants: 1)).Check(Good());

        Assert.IsEmpty(verdict.Violations);
        Assert.HasCount(1, verdict.Shortfalls);
    }

    private static Verdict Check(Workload workload, IReadOnlyList<Entry> history) =>
        new Checker([workload], [], ["a"], TimeSpan.FromSeconds(1), new Minimums(Faults: 0, Grants: 2)).Check(history);

    private static Entry[] Sorted(IEnumerable<Entry> history) => [.. history.OrderBy(entry => entry.At)];

    private static Entry[] Good(Workload? workload = null) =>
    [
        Histories.At(0, Happening.Led) with { Names = ["leader"], Deadline = 100 },
        Histories.At(0, Happening.Connected) with { Worker = "a", Server = "leader" },
        .. Attempt(1, 10, workload ?? Guarded), .. Attempt(2, 20, workload ?? Guarded),
        Histories.At(80, Happening.Stopped) with { Worker = "a" },
        Histories.At(90, Happening.Ended),
    ];

    private static IEnumerable<Entry> Attempt(int fence, long at, Workload workload)
    {
        var entry = Histories.At(at, Happening.Invoked) with { Worker = "a", Workload = workload.Name, Attempt = fence };
        return
        [
            entry,
            entry with { At = at + 1, What = Happening.Granted, Fence = fence, Path = Histories.PathOf(fence) },
            entry with { At = at + 3, What = Happening.LastHeld },
            entry with { At = at + 4, What = Happening.Released },
        ];
    }

    private static Entry Write(long zxid, long fence, Workload? workload = null) =>
        Histories.At(70, Happening.Landed) with { Workload = (workload ?? Guarded).Name, Zxid = zxid, Fence = fence };
}
