using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination.Tests.Contending;

[TestClass]
public sealed class ContenderNameTests
{
    [TestMethod]
    [DataRow("_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock-0000000007", "lock-", 7)]
    [DataRow("_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock--2147483648", "lock-", int.MinValue)]
    [DataRow("_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock--000000001", "lock-", -1)]
    [DataRow("6f9619ff8b86d011b42d00c04fc964ff__lock__2147483647", "__lock__", int.MaxValue)]
    [DataRow("6f9619ff8b86d011b42d00c04fc964ff__lock__-2147483648", "__lock__", int.MinValue)]
    public void Parse_NameOfAContender_HasItsNumber(string name, string suffix, int sequence) =>
        Assert.AreEqual(new ContenderName(name, suffix, sequence), ContenderName.Parse(name, ContenderKind.Mutex.Blockers));

    [TestMethod]
    [DataRow("")]
    [DataRow("lock-")]
    [DataRow("lock-7")]
    [DataRow("lock-00000000x7")]
    [DataRow("lock-99999999999")]
    [DataRow("latch-0000000007")]
    public void Parse_AnotherName_IsNoContender(string name) => Assert.IsNull(ContenderName.Parse(name, ContenderKind.Mutex.Blockers));
}
