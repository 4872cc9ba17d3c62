using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class PaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pace _pace;

    public PaceTests() => _pace = new Pace(_time, inFlight: 100);

    [TestMethod]
    public void SecondsPerUnit_LessThanInFlight_IsUnknown()
    {
        Reply(seconds: 1, units: 1000);
        Reply(seconds: 1, units: 99);
        Assert.IsNull(_pace.SecondsPerUnit);
    }

    [TestMethod]
    public void SecondsPerUnit_TimeUntilTheFirstReply_DoesNotCount()
    {
        _pace.Begin();
        Reply(seconds: 100, units: 50);
        Reply(seconds: 4, units: 100);
        Reply(seconds: 2, units: 20);
        Assert.AreEqual(0.05, _pace.SecondsPerUnit!.Value, 1e-9);
    }

    [TestMethod]
    public void Begin_MeasuredBefore_StaysUntilTheNextOneCounts()
    {
        Reply(seconds: 1, units: 1);
        Reply(seconds: 1, units: 100);
        _pace.Begin();
        Reply(seconds: 1000, units: 1);
        Reply(seconds: 1, units: 99);
        Assert.AreEqual(0.01, _pace.SecondsPerUnit!.Value, 1e-9);
        Reply(seconds: 1, units: 1);
        Assert.AreEqual(0.02, _pace.SecondsPerUnit.Value, 1e-9);
    }

    [TestMethod]
    public void Forget_MeasuredBefore_IsUnknown()
    {
        Reply(seconds: 1, units: 1);
        Reply(seconds: 1, units: 100);
        _pace.Forget();
        Assert.IsNull(_pace.SecondsPerUnit);
    }

    private void Reply(double seconds, long units)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _pace.OnReply(units);
    }
}
