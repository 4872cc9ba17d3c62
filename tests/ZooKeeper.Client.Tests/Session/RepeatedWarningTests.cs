using ZooKeeper.Client.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class RepeatedWarningTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public void OnFailed_OutageOfAnHour_IsLoggedAtGrowingIntervals()
    {
        var (log, start) = (new RepeatedWarning(_time), _time.GetTimestamp());
        List<double> minutes = [];
        for (var second = 0; second < 3600; second += 2)
        {
            if (log.OnFailed(["zk1:2181: Connection refused"]))
            {
                minutes.Add(_time.GetElapsedTime(start).TotalMinutes);
            }

            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.AreEqual(1800, log.Count);
        Assert.AreEqual(0, minutes[0]);
        Assert.IsTrue(minutes.Count is > 5 and < 12, string.Join(", ", minutes));
        var pauses = minutes.Zip(minutes.Skip(1), (earlier, later) => later - earlier).ToArray();
        CollectionAssert.AreEqual(pauses.Order().ToArray(), pauses);
        Assert.IsLessThanOrEqualTo(15.1, pauses[^1]);
    }

    [TestMethod]
    public void OnFailed_NewReason_IsLoggedOnce()
    {
        var log = new RepeatedWarning(_time);
        Assert.IsTrue(log.OnFailed(["zk1: refused", "zk2: refused"]));
        Assert.IsFalse(log.OnFailed(["zk2: refused", "zk1: refused"]), "the order is random");
        Assert.IsTrue(log.OnFailed(["zk1: refused", "zk2: silent"]));
        Assert.IsFalse(log.OnFailed(["zk1: refused", "zk2: refused"]));
        Assert.IsFalse(log.OnFailed(["zk1: refused", "zk2: silent"]), "they take turns");
    }

    [TestMethod]
    public void OnFailed_NextOutage_IsLogged()
    {
        var log = new RepeatedWarning(_time);
        log.OnFailed(["zk1: refused"]);
        log.OnSucceeded();
        Assert.AreEqual(0, log.Count);
        Assert.IsTrue(log.OnFailed(["zk1: refused"]));
    }
}
