using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class LinearisationTests
{
    [TestMethod]
    public void Check_OneAfterAnother_IsGood() => Assert.IsEmpty(Check(Exclusion.One, Histories.Hold("a", 1, 10, 20), Histories.Hold("b", 2, 25, 30, invoked: 5)));

    [TestMethod]
    public void Check_GrantBeforeTheRelease_Convicts() => Assert.HasCount(1, Check(Exclusion.One, Histories.Hold("a", 1, 10, 20), Histories.Hold("b", 2, 15, 30, invoked: 5)));

    [TestMethod]
    public void Check_FencesAgainstTheCalls_Convicts() => Assert.IsNotEmpty(Check(Exclusion.One, Histories.Hold("a", 2, 10, 20), Histories.Hold("b", 1, 30, 40, invoked: 29)));

    [TestMethod]
    public void Check_GrantReturnsLate_IsGoodIfNobodyCouldTell() =>
        Assert.IsEmpty(Check(Exclusion.One, Histories.Hold("b", 2, 20, 30, invoked: 5), Histories.Hold("a", 1, 40, 40, isExact: false, invoked: 4, released: 45)));

    [TestMethod]
    public void Check_OwnerThatNeverReleases_MayHaveLost() =>
        Assert.IsEmpty(Check(Exclusion.One, Histories.Hold("a", 1, 10, 20, released: long.MaxValue), Histories.Hold("b", 2, 25, 30, invoked: 5)));

    [TestMethod]
    public void Check_ReadersTogetherThenAWriter_IsGood() => Assert.IsEmpty(Check(
        Exclusion.ReadersOrOneWriter,
        Histories.Hold("a", 1, 10, 30, isShared: true), Histories.Hold("b", 2, 20, 40, isShared: true), Histories.Hold("c", 3, 50, 60, invoked: 15)));

    [TestMethod]
    public void Check_WriterAmongReaders_Convicts() => Assert.IsNotEmpty(Check(
        Exclusion.ReadersOrOneWriter,
        Histories.Hold("a", 1, 10, 60, isShared: true), Histories.Hold("b", 2, 20, 60, isShared: true), Histories.Hold("c", 3, 30, 40)));

    [TestMethod]
    public void Check_WriterGoesOnAsReader_ReadersMayEnterAndNoWriter()
    {
        var writer = Histories.Hold("a", 1, 10, 20, released: 25);
        Hold[] downgrade = [writer, Histories.Downgraded(writer, 25, 50)];

        Assert.IsEmpty(Check(Exclusion.ReadersOrOneWriter, [.. downgrade, Histories.Hold("b", 2, 22, 40, isShared: true, invoked: 15)]));
        Assert.IsEmpty(Check(Exclusion.ReadersOrOneWriter, [.. downgrade, Histories.Hold("b", 2, 52, 60, invoked: 15)]));
        Assert.IsNotEmpty(Check(Exclusion.ReadersOrOneWriter, [.. downgrade, Histories.Hold("b", 2, 22, 23, invoked: 15, released: 24)]), "between the writer and the reader");
        Assert.IsNotEmpty(Check(Exclusion.ReadersOrOneWriter, [.. downgrade, Histories.Hold("b", 2, 30, 40, invoked: 15)]), "beside the reader");
    }

    [TestMethod]
    public void Check_LongHistory_IsChecked() => Assert.IsEmpty(Check(
        Exclusion.One, [.. Enumerable.Range(1, 2_000).Select(i => Histories.Hold($"{i % 4}", i, i * 10, (i * 10) + 5, invoked: (i * 10) - 25))]));

    private static IEnumerable<Violation> Check(Exclusion exclusion, params Hold[] holds) => Linearisation.Check(holds, exclusion);
}
