using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class QueueOrderTests
{
    [TestMethod]
    public void Check_FirstIsGranted_IsGood() => Assert.IsEmpty(QueueOrder.Check([Histories.Hold("a", 1, 10, 20)], [Queue(15, 1, 2)], Exclusion.One));

    [TestMethod]
    public void Check_GrantedBehindAnother_Convicts() => Assert.HasCount(1, QueueOrder.Check([Histories.Hold("b", 2, 10, 20)], [Queue(15, 2, 1)], Exclusion.One));

    [TestMethod]
    public void Check_SeenBeforeTheGrant_IsGood() => Assert.IsEmpty(QueueOrder.Check([Histories.Hold("b", 2, 10, 20)], [Queue(9, 1, 2)], Exclusion.One));

    [TestMethod]
    public void Check_ReaderBehindReaders_IsGood() => Assert.IsEmpty(QueueOrder.Check(
        [Histories.Hold("b", 2, 10, 20, isShared: true)], [Queue(15, Name(1, isShared: true), Name(2, isShared: true))], Exclusion.ReadersOrOneWriter));

    [TestMethod]
    public void Check_ReaderBehindAWriter_Convicts() => Assert.HasCount(
        1, QueueOrder.Check([Histories.Hold("b", 2, 10, 20, isShared: true)], [Queue(15, Name(1), Name(2, isShared: true))], Exclusion.ReadersOrOneWriter));

    [TestMethod]
    public void Check_WriterBehindAReader_Convicts() => Assert.HasCount(
        1, QueueOrder.Check([Histories.Hold("b", 2, 10, 20)], [Queue(15, Name(1, isShared: true), Name(2))], Exclusion.ReadersOrOneWriter));

    [TestMethod]
    public void Check_Capacity_LetsSoManyPass()
    {
        Hold[] holds = [Histories.Hold("b", 2, 10, 20)];

        Assert.IsEmpty(QueueOrder.Check(holds, [Queue(15, 1, 2)], new Exclusion(Capacity: 2)));
        Assert.HasCount(1, QueueOrder.Check(holds, [Queue(15, 0, 1, 2)], new Exclusion(Capacity: 2)));
    }

    private static string Name(int sequence, bool isShared = false) => Path.GetFileName(Histories.PathOf(sequence, isShared));

    private static Entry Queue(long at, params int[] sequences) => Queue(at, [.. sequences.Select(sequence => Name(sequence))]);

    private static Entry Queue(long at, params string[] names) => Histories.At(at, Happening.Queue) with { Names = names };
}
