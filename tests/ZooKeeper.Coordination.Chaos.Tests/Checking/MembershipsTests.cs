using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

/// <summary>Times are seconds. A session that is not heard of expires after two, and a loaded machine may take ten more.</summary>
[TestClass]
public sealed class MembershipsTests
{
    private const string Group = "members";

    private static readonly Entry[] Stay = [Of(1, Happening.Invoked), Of(2, Happening.Joined) with { Session = 1 }, Of(80, Happening.Leaving), Of(81, Happening.Released)];
    private static readonly Entry Led = Histories.At(0, Happening.Led) with { Deadline = Seconds(100), Names = [] };

    [TestMethod]
    public void Check_SeenFromBeginToEnd_IsGood() => Assert.IsEmpty(Check([.. Stay, Connected(0, 1), Look(3, 1), Look(79, 1), Look(90)]));

    [TestMethod]
    public void Check_MissingWhileItsSessionLives_Convicts()
    {
        Assert.HasCount(1, Check([.. Stay, Look(3, 1), Look(4), Look(5, 1)]));
        Assert.HasCount(1, Check([.. Stay, Look(4), Look(5, 1)]), "right after it has joined");
        Assert.HasCount(1, Check([.. Stay, Look(3, 1), Look(4, 9), Look(5, 1)]), "another session has its place");
    }

    [TestMethod]
    public void Check_MissingAfterADeletion_IsGood() =>
        Assert.IsEmpty(Check([.. Stay, Look(3, 1), Histories.At(Seconds(3), Happening.ZnodeDeleted) with { Deadline = Seconds(4), Workload = Group }, Look(4), Look(5, 1)]));

    [TestMethod]
    public void Check_MissingBetweenSessions_IsGood() =>
        Assert.IsEmpty(Check([.. Stay, Connected(0, 1), Look(3, 1), Look(4), Connected(4.5, 2), Of(5, Happening.Joined) with { Session = 2 }, Look(6, 2), Connected(90, 2)]));

    [TestMethod]
    [DataRow(16, 0)]
    [DataRow(17, 1)]
    public void Check_NotBackInTheNextSession_ConvictsAfterTheBound(double until, int violations) =>
        Assert.HasCount(violations, Check([.. Stay, Connected(0, 1), Connected(4.5, 2), Connected(until, null)]));

    [TestMethod]
    public void Check_ClosedSessionIsSeen_Convicts()
    {
        var closed = Histories.At(Seconds(4), Happening.SessionClosed) with { Worker = "a", Session = 1, Owner = 1, Deadline = Seconds(5) };

        Assert.IsEmpty(Check([.. Stay, closed, Look(4.5, 1)]));
        Assert.HasCount(1, Check([.. Stay, closed, Look(5.5, 1)]));
        Assert.IsEmpty(Check([.. Stay, closed with { Owner = null }, Look(5.5, 1)]), "the server has not said so");
    }

    [TestMethod]
    [DataRow(15, 0)]
    [DataRow(17, 1)]
    public void Check_SessionIsSeenAfterItsEnd_ConvictsAfterTheBound(double at, int violations) =>
        Assert.HasCount(violations, Check([Led, .. Stay, Connected(0, 1), Connected(4, null), Look(at, 1)]));

    [TestMethod]
    public void Check_SessionOutlivedByTheLeader_IsGood() => Assert.IsEmpty(Check([Led with { At = Seconds(10) }, .. Stay, Connected(0, 1), Connected(4, null), Look(17, 1)]));

    [TestMethod]
    [DataRow(92, 0)]
    [DataRow(94, 1)]
    public void Check_SeenAfterItHasLeft_ConvictsAfterTheBound(double at, int violations) => Assert.HasCount(violations, Check([.. Stay, Look(at, 1)]));

    [TestMethod]
    public void Check_TakesItselfForAMember_Convicts() => Assert.HasCount(1, Check([.. Stay, Of(4, Happening.Contradicted) with { Session = 2, Owner = 1 }]));

    private static IEnumerable<Violation> Check(IEnumerable<Entry> history) => Memberships.Check([.. history.OrderBy(entry => entry.At)], Group, TimeSpan.FromSeconds(2));

    private static long Seconds(double seconds) => (long)(seconds * 1e9);

    private static Entry Of(double at, Happening what) => Histories.At(Seconds(at), what) with { Worker = "a", Workload = Group, Attempt = 1 };

    private static Entry Connected(double at, long? session) => Histories.At(Seconds(at), Happening.Connected) with { Worker = "a", Session = session, Server = session is null ? null : "s" };

    private static Entry Look(double at, long? session = null) => Histories.At(Seconds(at), Happening.Members) with
    {
        Workload = Group, Deadline = Seconds(at) + 1, Members = session is { } owner ? new Dictionary<string, long> { ["a"] = owner } : [],
    };
}
