using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

/// <summary>Transactions of two participants.</summary>
[TestClass]
public sealed class OutcomesTests
{
    private static readonly Entry Participants = new() { At = 9, What = Happening.Total, Names = ["one", "two"] };

    [TestMethod]
    public void Check_AllOrNone_IsGood() => Assert.IsEmpty(Check(Told("x", true), In("x", "one"), In("x", "two"), Told("y", false), In("z", "one"), In("z", "two")));

    [TestMethod]
    public void Check_InOneAlone_Convicts() => Assert.HasCount(1, Check(In("x", "one")));

    [TestMethod]
    public void Check_Undecided_Convicts() => Assert.HasCount(1, Check(In("x", "one", Happening.Undecided)));

    [TestMethod]
    public void Check_ToldOtherwise_Convicts()
    {
        Assert.HasCount(1, Check(Told("x", true)));
        Assert.HasCount(1, Check(Told("x", false), In("x", "one"), In("x", "two")));
    }

    private static Entry Told(string id, bool isCommitted) => new() { At = 1, What = Happening.Decided, Worker = "a", Item = id, IsCommitted = isCommitted };

    private static Entry In(string id, string participant, Happening what = Happening.Committed) => new() { At = 9, What = what, Item = id, Path = participant };

    private static Violation[] Check(params Entry[] entries) => [.. Outcomes.Check([.. entries, Participants])];
}
