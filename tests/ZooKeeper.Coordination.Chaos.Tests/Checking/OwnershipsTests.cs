using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

[TestClass]
public sealed class OwnershipsTests
{
    [TestMethod]
    public void Check_OwnSession_IsGood() => Assert.IsEmpty(Ownerships.Check([Grant(session: 1, owner: 1), Grant(session: 1, owner: null)]));

    [TestMethod]
    public void Check_ZnodeOfThePreviousSession_Convicts() => Assert.HasCount(1, Ownerships.Check([Grant(session: 2, owner: 1)]));

    private static Entry Grant(long session, long? owner) => Histories.At(1, Happening.Granted) with { Session = session, Owner = owner };
}
