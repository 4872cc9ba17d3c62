using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class LivenessTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(4);

    [TestMethod]
    [DataRow(3.9, 0)]
    [DataRow(4.1, 1)]
    public void Check_Recovered_ConvictsIfLate(double seconds, int violations) =>
        Assert.HasCount(violations, Liveness.Check([Histories.At(1, Happening.Recovered) with { Seconds = seconds }], Bound));

    [TestMethod]
    public void Check_NotRecovered_Convicts() => Assert.HasCount(1, Liveness.Check([Histories.At(1, Happening.NotRecovered) with { Seconds = 1 }], Bound));
}
