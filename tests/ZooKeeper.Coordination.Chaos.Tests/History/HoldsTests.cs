using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.History;

[TestClass]
public sealed class HoldsTests
{
    private static readonly Entry[] Attempt =
    [
        Of(10, Happening.Invoked),
        Of(20, Happening.Granted) with { Fence = 7, Path = "/m/a" },
        Of(40, Happening.LastHeld),
        Of(50, Happening.Released),
    ];

    private static readonly Entry Led = Histories.At(0, Happening.Led) with { Names = ["leader"], Deadline = 100 };

    [TestMethod]
    public void Of_Attempt_HasItsTimes()
    {
        var hold = Single(Attempt);

        Assert.AreEqual((10, 20, 40, 50, 7, "/m/a"), (hold.Invoked, hold.Granted, hold.Until, hold.Released, hold.Fence, hold.Path));
    }

    [TestMethod]
    public void Of_Downgraded_AreTwo()
    {
        var holds = new Holds([.. Attempt[..2], Of(30, Happening.Downgrading), Of(33, Happening.Downgraded) with { Fence = 7, Path = "/m/b" }, .. Attempt[2..]]).Of("m");

        Assert.HasCount(2, holds);
        Assert.AreEqual((20, 30, 33, "/m/a", false), (holds[0].Granted, holds[0].Until, holds[0].Released, holds[0].Path, holds[0].IsShared));
        Assert.AreEqual((30, 33, 40, 50, "/m/b", true), (holds[1].Invoked, holds[1].Granted, holds[1].Until, holds[1].Released, holds[1].Path, holds[1].IsShared));
        Assert.AreEqual(holds[0], holds[1].Former);
    }

    [TestMethod]
    public void Of_DowngradeWithoutAnAnswer_IsAWriterUntilItBegan()
    {
        var hold = Single([.. Attempt[..2], Of(30, Happening.Downgrading), Attempt[3]]);

        Assert.AreEqual((30, 50, false), (hold.Until, hold.Released, hold.IsShared));
    }

    [TestMethod]
    public void Of_GaveUp_IsNone() => Assert.IsEmpty(new Holds([Of(10, Happening.Invoked), Of(20, Happening.GaveUp)]).Of("m"));

    [TestMethod]
    [DataRow("/m/a", 30, 31, 30, DisplayName = "while it is held")]
    [DataRow(null, 30, 31, 30, DisplayName = "the parent")]
    [DataRow("/m/a", 12, 15, 20, DisplayName = "before the grant has returned")]
    [DataRow("/m/a", 5, 9, 40, DisplayName = "before it was asked for")]
    [DataRow("/m/b", 30, 31, 40, DisplayName = "another one")]
    public void Of_ZnodeDeleted_EndsThere(string? path, long from, long to, long until) =>
        Assert.AreEqual(until, Single([.. Attempt, Histories.At(from, Happening.ZnodeDeleted) with { Deadline = to, Workload = "m", Path = path }]).Until);

    [TestMethod]
    [DataRow("w", 30)]
    [DataRow("other", 40)]
    public void Of_SessionClosed_EndsThere(string worker, long until) =>
        Assert.AreEqual(until, Single([.. Attempt, Histories.At(30, Happening.SessionClosed) with { Deadline = 35, Worker = worker }]).Until);

    [TestMethod]
    public void IsExact_OnTheLeader_IsTrue() => Assert.IsTrue(Single([Led, Connected(5, "leader"), Connected(25, null), Connected(30, "leader"), .. Attempt]).IsExact);

    [TestMethod]
    [DataRow(5, "follower", DisplayName = "on a follower")]
    [DataRow(35, "follower", DisplayName = "on a follower at last")]
    [DataRow(45, "leader", DisplayName = "nobody knows where")]
    public void IsExact_Otherwise_IsFalse(long at, string server) => Assert.IsFalse(Single([Led, Connected(at, server), .. Attempt]).IsExact);

    [TestMethod]
    public void IsExact_LeaderChangedMeanwhile_IsFalse() => Assert.IsFalse(Single([Led with { Deadline = 30 }, Connected(5, "leader"), .. Attempt]).IsExact);

    private static Hold Single(Entry[] history) => new Holds([.. history.OrderBy(entry => entry.At)]).Of("m").Single();

    private static Entry Of(long at, Happening what) => Histories.At(at, what) with { Worker = "w", Workload = "m", Attempt = 1 };

    private static Entry Connected(long at, string? server) => Histories.At(at, Happening.Connected) with { Worker = "w", Server = server };
}
