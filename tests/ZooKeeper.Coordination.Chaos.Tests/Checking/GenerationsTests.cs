using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class GenerationsTests
{
    private const string Barrier = "b";

    [TestMethod]
    public void Check_TogetherInAndOut_IsGood() => Assert.IsEmpty(Check([.. Pass("a", 1, 10, 20, 30, 40), .. Pass("b", 1, 12, 21, 32, 41), .. Pass("a", 2, 50, 60), .. Pass("b", 2, 51, 61)]));

    [TestMethod]
    public void Check_PassedBeforeAnotherCame_Convicts() => Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), .. Pass("b", 1, 21, 22)]));

    [TestMethod]
    public void Check_MoreThanEnough_Convicts() => Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), .. Pass("b", 1, 11, 21), .. Pass("c", 1, 12, 22)]));

    [TestMethod]
    public void Check_SameZnodeTwice_Convicts() =>
        Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), .. Pass("b", 1, 11, 21).Select(entry => entry with { Path = entry.Path is null ? null : "/b/a1" })]));

    [TestMethod]
    public void Check_PassedAlone_Convicts() => Assert.HasCount(1, Check(Pass("a", 1, 10, 20)));

    [TestMethod]
    [DataRow(Happening.GaveUp, 25, 0, DisplayName = "gave up as it began")]
    [DataRow(Happening.GaveUp, 9, 1, DisplayName = "gave up before")]
    public void Check_OneMissing_IsGoodIfItGaveUp(object end, long at, int violations) =>
        Assert.HasCount(violations, Check([.. Pass("a", 1, 10, 20), Of("b", 8, Happening.Invoked, 1), Of("b", at, (Happening)end, 1)]));

    [TestMethod]
    public void Check_OneMissing_IsGoodIfASessionWasLost()
    {
        Entry[] sessions = [Histories.At(5, Happening.Connected) with { Worker = "b", Session = 1 }, Histories.At(15, Happening.Connected) with { Worker = "b", Session = 2 }];

        Assert.IsEmpty(Check([.. Pass("a", 1, 10, 20), .. sessions]));
        Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), sessions[0], sessions[1] with { Session = 1 }]));
    }

    [TestMethod]
    public void Check_OneMissing_IsGoodIfItSleptAndLostItsSessionLater()
    {
        Entry[] slept = [.. Pass("a", 1, 10, 20), .. Pass("b", 2, 15, 60), .. Pass("a", 2, 50, 60)];
        Entry[] sessions = [Histories.At(40, Happening.Connected) with { Worker = "b", Session = 1 }, Histories.At(45, Happening.Connected) with { Worker = "b", Session = 2 }];

        Assert.IsEmpty(Check([.. slept, .. sessions]));
        Assert.HasCount(1, Check([.. slept, .. sessions.Select(entry => entry with { Worker = "a" })]));
        Assert.HasCount(1, Check(slept));
    }

    [TestMethod]
    public void Check_OneMissing_IsGoodIfItsZnodeWasDeleted()
    {
        var deletion = Histories.At(11, Happening.ZnodeDeleted) with { Deadline = 12, Workload = Barrier };

        Assert.IsEmpty(Check([.. Pass("a", 1, 10, 20), deletion]));
        Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), deletion with { Workload = "another" }]));
    }

    [TestMethod]
    public void Check_ToldThatAllHaveLeftWhileOneIsInside_Convicts() => Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20, 25, 30), .. Pass("b", 1, 11, 21, 31, 40)]));

    [TestMethod]
    public void Check_NextGenerationWhileOneIsInside_Convicts() => Assert.HasCount(1, Check([.. Pass("a", 1, 10, 20), .. Pass("b", 1, 11, 21, 60), .. Pass("a", 2, 30, 50), .. Pass("c", 2, 31, 51)]));

    [TestMethod]
    public void Check_InsideIsNotKnown_MayHaveDied() => Assert.IsEmpty(Check([.. Pass("a", 1, 10, 20, 25, 30), .. Pass("b", 1, 11, 21)]));

    private static IEnumerable<Violation> Check(IEnumerable<Entry> history) => Generations.Check([.. history.OrderBy(entry => entry.At)], Barrier, participants: 2);

    private static IEnumerable<Entry> Pass(string worker, long generation, long invoked, long passed, long? inside = null, long? departed = null)
    {
        yield return Of(worker, invoked, Happening.Invoked, generation);
        yield return Of(worker, passed, Happening.Passed, generation) with { Fence = generation, Path = $"/b/{worker}{generation}" };
        if (inside is { } at)
        {
            yield return Of(worker, at, Happening.Inside, generation) with { Fence = generation };
        }

        if (departed is { } end)
        {
            yield return Of(worker, end, Happening.Departed, generation);
        }
    }

    private static Entry Of(string worker, long at, Happening what, long attempt) => Histories.At(at, what) with { Worker = worker, Workload = Barrier, Attempt = (int)attempt };
}
