using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
[TestCategory("NoServer")]
public sealed class EphemeralBudgetTests
{
    private readonly EphemeralBudget _budget = new(limit: 100);

    [TestMethod]
    public void EndRecount_ZnodeCreatedMeanwhile_StaysCounted()
    {
        _budget.BeginRecount();
        _budget.Settle(cost: 0, "/created");
        _budget.EndRecount([]);
        Assert.IsTrue(_budget.Contains("/created"));
    }

    [TestMethod]
    public void EndRecount_ZnodeCreatedWhileAnotherRecountIsUnderWay_StaysCounted()
    {
        _budget.BeginRecount();
        _budget.BeginRecount();
        _budget.EndRecount([]);
        _budget.Settle(cost: 0, "/created");
        _budget.EndRecount([]);
        Assert.IsTrue(_budget.Contains("/created"));
    }

    [TestMethod]
    public void EndRecount_ZnodeDeletedByAnother_IsNotCountedAnyMore()
    {
        _budget.Settle(cost: 0, "/deleted");
        _budget.BeginRecount();
        _budget.EndRecount([]);
        Assert.AreEqual(0, _budget.Bytes);
    }
}
