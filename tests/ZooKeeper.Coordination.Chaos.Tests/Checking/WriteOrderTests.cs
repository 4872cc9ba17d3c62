using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class WriteOrderTests
{
    [TestMethod]
    public void Check_RisingByZxid_IsGood() => Assert.IsEmpty(WriteOrder.Check([Write(zxid: 12, fence: 2), Write(zxid: 10, fence: 1), Write(zxid: 11, fence: 1)]));

    [TestMethod]
    public void Check_LowerFenceAfterHigher_ConvictsEachLateWrite() =>
        Assert.HasCount(2, WriteOrder.Check([Write(zxid: 10, fence: 2), Write(zxid: 11, fence: 1), Write(zxid: 12, fence: 1), Write(zxid: 13, fence: 2)]));

    private static Entry Write(long zxid, long fence) => new() { At = 0, What = Happening.Landed, Zxid = zxid, Fence = fence };
}
