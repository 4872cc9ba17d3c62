using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class OverlapsTests
{
    [TestMethod]
    public void Check_OneAfterAnother_IsGood() => Assert.IsEmpty(Check(Exclusion.One, Histories.Hold("a", 1, 10, 20), Histories.Hold("b", 2, 20, 30)));

    [TestMethod]
    public void Check_HeldAfterTheNextGrant_Convicts() => Assert.HasCount(1, Check(Exclusion.One, Histories.Hold("a", 1, 10, 21), Histories.Hold("b", 2, 20, 30)));

    [TestMethod]
    public void Check_LateReturnOfTheFirst_ConvictsIfItTakesItselfForTheOwner() =>
        Assert.HasCount(1, Check(Exclusion.One, Histories.Hold("b", 2, 10, 30), Histories.Hold("a", 1, 20, 25)));

    [TestMethod]
    public void Check_FirstWasOnAFollower_IsNotSure() => Assert.IsEmpty(Check(Exclusion.One, Histories.Hold("a", 1, 10, 21, isExact: false), Histories.Hold("b", 2, 20, 30)));

    [TestMethod]
    public void Check_SecondWasOnAFollower_Convicts() => Assert.HasCount(1, Check(Exclusion.One, Histories.Hold("a", 1, 10, 21), Histories.Hold("b", 2, 20, 30, isExact: false)));

    [TestMethod]
    public void Check_LongHoldBehindShortOnes_Convicts() =>
        Assert.HasCount(2, Check(Exclusion.One, Histories.Hold("a", 1, 10, 100), Histories.Hold("b", 2, 20, 30), Histories.Hold("c", 3, 40, 50)));

    [TestMethod]
    public void Check_Readers_AreTogether() =>
        Assert.IsEmpty(Check(Exclusion.ReadersOrOneWriter, Histories.Hold("a", 1, 10, 30, isShared: true), Histories.Hold("b", 2, 20, 40, isShared: true)));

    [TestMethod]
    public void Check_WriterBesideAReader_Convicts() =>
        Assert.HasCount(1, Check(Exclusion.ReadersOrOneWriter, Histories.Hold("a", 1, 10, 30, isShared: true), Histories.Hold("b", 2, 20, 40)));

    [TestMethod]
    public void Check_WriterBesideADowngradedReader_Convicts()
    {
        var writer = Histories.Hold("a", 1, 10, 20);

        Assert.HasCount(1, Check(Exclusion.ReadersOrOneWriter, writer, Histories.Downgraded(writer, 25, 40), Histories.Hold("b", 2, 30, 50)));
        Assert.IsEmpty(Check(Exclusion.ReadersOrOneWriter, writer, Histories.Downgraded(writer, 25, 40), Histories.Hold("b", 2, 30, 50, isShared: true)));
    }

    [TestMethod]
    public void Check_Capacity_CountsOwners()
    {
        Hold[] holds = [Histories.Hold("a", 1, 10, 100), Histories.Hold("b", 2, 20, 100), Histories.Hold("c", 3, 30, 100)];

        Assert.IsEmpty(Overlaps.Check(holds, new Exclusion(Capacity: 3)));
        Assert.HasCount(1, Overlaps.Check(holds, new Exclusion(Capacity: 2)));
    }

    private static IEnumerable<Violation> Check(Exclusion exclusion, params Hold[] holds) => Overlaps.Check(holds, exclusion);
}
