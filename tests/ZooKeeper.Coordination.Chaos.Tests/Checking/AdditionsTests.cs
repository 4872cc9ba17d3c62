using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class AdditionsTests
{
    [TestMethod]
    public void Check_OneAfterAnother_IsGood() => Assert.IsEmpty(Check([.. Added(1, 5, 5), .. Added(2, 7, 12), Total(12)]));

    [TestMethod]
    public void Check_OneIsLost_Convicts() => Assert.HasCount(1, Check([.. Added(1, 5, 5), .. Added(2, 7, 7), Total(7)]));

    [TestMethod]
    public void Check_LastIsLost_Convicts() => Assert.HasCount(1, Check([.. Added(1, 5, 5), Total(0)]));

    [TestMethod]
    public void Check_OneCountsTwice_Convicts()
    {
        Assert.HasCount(1, Check([.. Added(1, 5, 5), .. Added(2, 7, 19), Total(19)]), "the first write of the second is left");
        Assert.HasCount(1, Check([.. Added(1, 5, 5), Total(10)]));
    }

    [TestMethod]
    public void Check_UnknownOutcome_MayBeEither()
    {
        Assert.IsEmpty(Check([.. Added(1, 5, 5), .. Unknown(2, 7), Total(5)]));
        Assert.IsEmpty(Check([.. Added(1, 5, 5), .. Unknown(2, 7), Total(12)]));
        Assert.IsEmpty(Check([.. Added(3, 5, 17), .. Unknown(2, 7), .. Unknown(1, 5), Total(17)]), "both come first");
    }

    [TestMethod]
    public void Check_UnknownOutcome_CountsOnce() => Assert.HasCount(1, Check([.. Added(1, 5, 12), .. Unknown(2, 7), Total(19)]));

    [TestMethod]
    public void Check_UnknownOutcomeOfAnotherAmount_ExplainsNothing() => Assert.HasCount(1, Check([.. Added(1, 5, 11), .. Unknown(2, 7), Total(11)]));

    [TestMethod]
    public void Check_UnknownThatCameLater_ExplainsNothing() => Assert.HasCount(1, Check([.. Added(1, 5, 12), .. Unknown(5, 7), Total(12)]));

    [TestMethod]
    public void Check_AgainstTheOrderOfTheCalls_Convicts() => Assert.HasCount(1, Check([.. Added(1, 7, 12), .. Added(2, 5, 5), Total(12)]));

    [TestMethod]
    public void Check_NoTotal_Convicts() => Assert.HasCount(1, Check(Added(1, 5, 5)));

    private static IEnumerable<Violation> Check(IEnumerable<Entry> own) => Additions.Check([.. own]);

    private static Entry[] Added(int attempt, long amount, long value) =>
        [Of(attempt, attempt * 10, Happening.Invoked, amount), Of(attempt, (attempt * 10) + 5, Happening.Added, amount) with { Value = value }];

    // Another worker's calls, which overlap.
    private static Entry[] Unknown(int attempt, long amount) =>
        [Of(attempt, (attempt * 10) - 9, Happening.Invoked, amount) with { Worker = "b" }, Of(attempt, (attempt * 10) + 5, Happening.Unknown, amount) with { Worker = "b" }];

    private static Entry Of(int attempt, long at, Happening what, long amount) => Histories.At(at, what) with { Worker = "a", Attempt = attempt, Amount = amount };

    private static Entry Total(long value) => Histories.At(100, Happening.Total) with { Value = value };
}
