using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class LeftoversTests
{
    private static readonly Entry Stopped = Histories.At(1, Happening.Stopped) with { Worker = "a" };

    [TestMethod]
    public void Check_NothingLeft_IsGood() => Assert.IsEmpty(Leftovers.Check([Stopped, Histories.At(2, Happening.Left) with { Count = 0 }], ["a"]));

    [TestMethod]
    public void Check_ZnodeLeft_Convicts() => Assert.HasCount(1, Leftovers.Check([Stopped, Histories.At(2, Happening.Left) with { Count = 1 }], ["a"]));

    [TestMethod]
    public void Check_AttemptsDidNotEnd_Convicts() => Assert.HasCount(1, Leftovers.Check([Stopped], ["a", "b"]));

    [TestMethod]
    [DataRow(Happening.UnobservedException)]
    [DataRow(Happening.Failed)]
    public void Check_Exception_Convicts(object what) => Assert.HasCount(1, Leftovers.Check([Stopped, Histories.At(2, (Happening)what)], ["a"]));
}
