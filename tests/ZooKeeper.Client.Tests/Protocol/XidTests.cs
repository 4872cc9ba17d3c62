using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

[TestClass]
public sealed class XidTests
{
    [TestMethod]
    [DataRow(0, 1)]
    [DataRow(1, 2)]
    [DataRow(int.MaxValue - 1, int.MaxValue)]
    [DataRow(int.MaxValue, 1)]
    public void Next_IsAlwaysPositive(int xid, int next) => Assert.AreEqual(next, Xid.Next(xid));
}
