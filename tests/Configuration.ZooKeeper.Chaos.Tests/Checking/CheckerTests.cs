using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Writing;

namespace Configuration.ZooKeeper.Chaos.Tests.Checking;

/// <summary>A log of a good run, and what the checker says when one thing in it is otherwise.</summary>
[TestClass]
public sealed class CheckerTests
{
    private const string Pushed = "provider0/pushed";
    private static readonly NumberedState State = new(seed: 1);
    private static readonly Minimums Least = new(Faults: 1, Expiries: 1, LeaderChanges: 1, Transactions: 1, ReloadsDuringFaults: 1, TornReads: 1);

    [TestMethod]
    public void Check_GoodLog_HasNoViolation()
    {
        var verdict = Check(Good());

        Assert.IsTrue(verdict.IsGood, $"{verdict}");
        Assert.AreEqual(1, verdict.Faults);
        Assert.AreEqual(2, verdict.Transactions);
        Assert.AreEqual(2, verdict.Reloads);
        Assert.AreEqual(1, verdict.ReloadsDuringFaults);
        Assert.AreEqual(1.5, verdict.SlowestConvergence);
    }

    [TestMethod]
    public void Check_ConvergenceOnStateThatOneReaderHasNotSeen_IsTold() =>
        AssertViolation("no such state was seen", Seen(1) with { Who = "provider0/polled" }, Converged(2));

    [TestMethod]
    public void Check_ConvergenceOfProviderThatShowedNothing_IsTold() => AssertViolation("no such state was seen", Converged(2) with { Who = "provider1" });

    [TestMethod]
    public void Check_StateOfTwoMixed_NeverExisted() =>
        AssertViolation("never existed", Seen(2) with { Digest = State.DigestOf(1) });

    [TestMethod]
    public void Check_StateWithoutNumber_NeverExisted() => AssertViolation("never existed", Seen(2) with { State = null });

    [TestMethod]
    public void Check_StateThatNobodyWrote_IsTold() => AssertViolation("nobody has written", Seen(3));

    [TestMethod]
    public void Check_OlderState_WentBack() => AssertViolation("went back from 2", Seen(2), Seen(1));

    [TestMethod]
    public void Check_OlderStateOfAnotherReader_IsGood() => Assert.IsTrue(Check(Good(Seen(2), Seen(1) with { Who = "provider1/pushed" })).IsGood);

    [TestMethod]
    public void Check_LowerZxid_WentBack() => AssertViolation("without a wipe", Zxid(20), Zxid(19));

    [TestMethod]
    public void Check_LowerZxidAfterWipe_IsGoodOnce()
    {
        Assert.IsTrue(Check(Good(Zxid(20), Of(LogKind.Wiped), HistoryLost(), Zxid(5), Zxid(6))).IsGood);
        AssertViolation("without a wipe", Zxid(20), Of(LogKind.Wiped), HistoryLost(), HistoryLost(), Zxid(5), Zxid(4));
    }

    [TestMethod]
    public void Check_LowerZxidOfProviderThatDidNotTellIt_IsTold()
    {
        AssertViolation("without telling", Zxid(20), Of(LogKind.Wiped), Zxid(5));
        AssertViolation("without telling", Zxid(20), Of(LogKind.Wiped), HistoryLost() with { Who = "provider1" }, Zxid(5));
        AssertViolation("without telling", Zxid(20), Of(LogKind.Wiped), Of(LogKind.Wiped), HistoryLost(), Zxid(5), Zxid(4));
    }

    [TestMethod]
    public void Check_LowerZxidSeenOnlyAfterTheNextWipe_IsGood() =>
        Assert.IsTrue(Check(Good(Zxid(20), Of(LogKind.Wiped), HistoryLost(), Of(LogKind.Wiped), Zxid(5), HistoryLost(), Zxid(4))).IsGood);

    [TestMethod]
    [DataRow(LogKind.KeyMissing)]
    [DataRow(LogKind.NotConverged)]
    [DataRow(LogKind.Repaired)]
    [DataRow(LogKind.WriteCrossed)]
    [DataRow(LogKind.Defect)]
    [DataRow(LogKind.UnobservedException)]
    public void Check_WhatMustNotBe_IsTold(object kind) => AssertViolation($"{kind}", Of((LogKind)kind));

    [TestMethod]
    [DataRow(LogKind.RejectedReload)]
    [DataRow(LogKind.HistoryLost)]
    public void Check_WhatOnlyAWipeMayCause_IsTold(object kind)
    {
        var entry = Of((LogKind)kind) with { Who = "provider0" };

        AssertViolation("without a wipe", entry);
        Assert.IsTrue(Check(Good(Of(LogKind.Wiped), entry)).IsGood);
    }

    [TestMethod]
    public void Check_SlowConvergence_IsTold() => AssertViolation("too late", Converged(2) with { Seconds = 31 });

    [TestMethod]
    public void Check_ExpiryThatTheProviderDidNotNotice_IsTold() =>
        AssertViolation("fewer ends", Of(LogKind.SessionExpiredByServer) with { Who = "provider0" });

    [TestMethod]
    public void Check_SessionThatReplacesAnotherSilently_IsTold()
    {
        var begun = Of(LogKind.SessionBegun) with { Who = "provider1" };
        var over = Of(LogKind.SessionOver) with { Who = "provider1" };

        Assert.IsTrue(Check(Good(begun, over, begun)).IsGood);
        AssertViolation("without telling", begun, begun);
    }

    [TestMethod]
    public void Check_GrownMemoryOrSockets_IsTold()
    {
        AssertViolation("memory grew", Resources(LogKind.Resources, 20, 1_000), Resources(LogKind.Resources, 20, 100_000_000));
        AssertViolation("sockets grew", Resources(LogKind.Resources, 20, 1_000), Resources(LogKind.Resources, 40, 1_000));
    }

    [TestMethod]
    public void Check_SocketsLeft_IsTold() =>
        AssertContains("1 sockets are left", Check(Good().Select(entry => entry.Kind == LogKind.Closed ? entry with { Sockets = 4 } : entry)));

    [TestMethod]
    [DataRow(LogKind.FaultHealed, "only 0 faults")]
    [DataRow(LogKind.SessionExpiredByServer, "only 0 expiries")]
    [DataRow(LogKind.LeaderChanged, "only 0 leader changes")]
    [DataRow(LogKind.WriteCommitted, "only 0 transactions")]
    [DataRow(LogKind.StatePushed, "only 0 reloads")]
    [DataRow(LogKind.TornRead, "only 0 torn reads")]
    [DataRow(LogKind.Ended, "only 0 ends of the run")]
    [DataRow(LogKind.Closed, "were not looked at")]
    public void Check_WithoutWhatMustBe_ProvesNothing(object kind, string shortfall) =>
        AssertShortfall(shortfall, Check(Good().Where(entry => entry.Kind != (LogKind)kind)));

    [TestMethod]
    public void Check_FailedRun_ProvesNothing() => AssertShortfall("the run failed", Check(Good(Of(LogKind.Failed))));

    [TestMethod]
    public void Check_FaultThatWasNotHealed_ProvesNothing() =>
        AssertShortfall("never healed: kill", Check(Good(Of(LogKind.FaultBegun) with { Who = "kill" })));

    private static void AssertShortfall(string shortfall, Verdict verdict)
    {
        Assert.IsFalse(verdict.IsGood);
        Assert.IsTrue(verdict.Shortfalls.Any(told => told.Contains(shortfall, StringComparison.Ordinal)), $"{verdict}");
    }

    private static void AssertViolation(string violation, params LogEntry[] entries) => AssertContains(violation, Check(Good(entries)));

    private static void AssertContains(string violation, Verdict verdict)
    {
        Assert.IsFalse(verdict.IsGood);
        Assert.IsTrue(verdict.Violations.Any(told => told.Contains(violation, StringComparison.Ordinal)), $"{verdict}");
    }

    private static Verdict Check(IEnumerable<LogEntry> log) => new Checker(State, Least).Check(log);

    private static LogEntry[] Good(params LogEntry[] more) =>
    [
        Resources(LogKind.Resources, 3, 1_000),
        Of(LogKind.WriteBegun) with { State = 1 },
        Of(LogKind.WriteCommitted) with { State = 1 },
        Seen(1) with { Kind = LogKind.StatePushed },
        Zxid(10),
        Of(LogKind.FaultBegun) with { Who = "pause" },
        Of(LogKind.SessionExpiredByServer) with { Who = "provider0" },
        Of(LogKind.SessionOver) with { Who = "provider0" },
        Of(LogKind.LeaderChanged),
        Of(LogKind.WriteBegun) with { State = 2 },
        Of(LogKind.WriteCommitted) with { State = 2 },
        Seen(2) with { Kind = LogKind.StatePushed },
        Zxid(11),
        Of(LogKind.TornRead),
        Of(LogKind.FaultHealed) with { Who = "pause" },
        Converged(2),
        .. more,
        Resources(LogKind.Closed, 3, 2_000),
        Of(LogKind.Ended),
    ];

    private static LogEntry Of(LogKind kind) => new() { At = 1, Kind = kind };

    private static LogEntry Seen(int n) => Of(LogKind.StateSeen) with { Who = Pushed, State = n, Digest = State.DigestOf(n) };

    private static LogEntry Converged(int n) => Of(LogKind.Converged) with { Who = "provider0", State = n, Seconds = 1.5 };

    private static LogEntry HistoryLost() => Of(LogKind.HistoryLost) with { Who = "provider0" };

    private static LogEntry Zxid(long zxid) => Of(LogKind.ZxidSeen) with { Who = "provider0", Zxid = zxid };

    private static LogEntry Resources(LogKind kind, int sockets, long bytes) => Of(kind) with { Sockets = sockets, Bytes = bytes };
}
