using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class FenceOrderTests
{
    [TestMethod]
    public void Check_Rising_IsGood() =>
        Assert.IsEmpty(FenceOrder.Check([Histories.Hold("a", 1, 10, 20), Histories.Hold("b", 2, 30, 40)], Exclusion.One));

    [TestMethod]
    public void Check_LowerAfterHigher_Convicts() =>
        Assert.HasCount(1, FenceOrder.Check([Histories.Hold("a", 2, 10, 20), Histories.Hold("b", 1, 30, 40)], Exclusion.One));

    [TestMethod]
    public void Check_SameFenceTwice_ConvictsReadersToo() =>
        Assert.HasCount(1, FenceOrder.Check([Histories.Hold("a", 1, 10, 20, isShared: true), Histories.Hold("b", 1, 30, 40, isShared: true)], Exclusion.ReadersOrOneWriter));

    [TestMethod]
    public void Check_WriterGoesOnAsReader_KeepsItsFence()
    {
        var writer = Histories.Hold("a", 1, 10, 20);
        var reader = Histories.Downgraded(writer, 25, 30);

        Assert.IsEmpty(FenceOrder.Check([writer, reader], Exclusion.ReadersOrOneWriter));
        Assert.HasCount(1, FenceOrder.Check([writer, reader with { Fence = 2 }], Exclusion.ReadersOrOneWriter));
    }

    [TestMethod]
    [DataRow(30, true, DisplayName = "over when it returned")]
    [DataRow(40, false, DisplayName = "told by a follower that lags")]
    public void Check_LateGrantWithoutEffect_IsGood(long until, bool isExact) =>
        Assert.IsEmpty(FenceOrder.Check([Histories.Hold("a", 2, 10, 20), Histories.Hold("b", 1, 30, until, isExact)], Exclusion.One));
}
