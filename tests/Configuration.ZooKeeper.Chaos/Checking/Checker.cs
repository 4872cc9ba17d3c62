using System.Globalization;
using Configuration.ZooKeeper.Chaos.Writing;

namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>Reads a whole log and reports violations and what is missing.</summary>
internal sealed class Checker(NumberedState state, Minimums minimums)
{
    /// <summary>After a heal with all servers up, the time limit within which every provider must show a state written after it.</summary>
    public static readonly TimeSpan ConvergenceBound = TimeSpan.FromSeconds(30);

    private const int SocketAllowance = 12; // connections that are being replaced while they are counted
    private const long MemoryAllowance = 16 * 1024 * 1024;

    private readonly List<string> _violations = [];
    private readonly List<string> _shortfalls = [];
    private readonly Dictionary<string, int> _newestState = [];
    private readonly Dictionary<string, long> _highestZxid = [];
    private readonly Dictionary<string, int> _historiesLost = [];
    private readonly Dictionary<string, int> _zxidsBack = [];
    private readonly Dictionary<string, int> _expiries = [];
    private readonly Dictionary<string, int> _sessionsBegun = [];
    private readonly Dictionary<string, int> _sessionsOver = [];
    private readonly HashSet<string> _underWay = [];
    private readonly Dictionary<LogKind, int> _counts = [];
    private readonly List<LogEntry> _resources = [];
    private double _slowest;
    private bool _isWiped;
    private int _begun;
    private int _committed;
    private int _reloadsDuringFaults;

    public Verdict Check(IEnumerable<LogEntry> log)
    {
        foreach (var entry in log)
        {
            _counts[entry.Kind] = Count(entry.Kind) + 1;
            Follow(entry);
        }

        CheckEnd();
        CheckResources();
        CheckMinimums();
        return new Verdict
        {
            Violations = _violations,
            Shortfalls = _shortfalls,
            Faults = Count(LogKind.FaultHealed),
            Expiries = Count(LogKind.SessionExpiredByServer),
            LeaderChanges = Count(LogKind.LeaderChanged),
            Wipes = Count(LogKind.Wiped),
            Transactions = _committed,
            InDoubt = Count(LogKind.WriteInDoubt),
            Reloads = Count(LogKind.StatePushed),
            ReloadsDuringFaults = _reloadsDuringFaults,
            TornReads = Count(LogKind.TornRead),
            SlowestConvergence = _slowest,
        };
    }

    private void Follow(LogEntry entry)
    {
        switch (entry.Kind)
        {
            case LogKind.WriteBegun:
                _begun = Math.Max(_begun, entry.State!.Value);
                break;
            case LogKind.WriteCommitted:
                _committed = Math.Max(_committed, entry.State!.Value);
                break;
            case LogKind.Wiped:
                _isWiped = true;
                break;
            case LogKind.FaultBegun:
                _isWiped = false; // every provider has converged since
                _underWay.Add(entry.Who!);
                break;
            case LogKind.FaultHealed:
                _underWay.Remove(entry.Who!);
                break;
            case LogKind.StatePushed or LogKind.StateSeen:
                _reloadsDuringFaults += entry.Kind == LogKind.StatePushed && _underWay.Count > 0 ? 1 : 0;
                CheckState(entry);
                break;
            case LogKind.ZxidSeen:
                CheckZxid(entry.Who!, entry);
                break;
            case LogKind.SessionExpiredByServer:
                _expiries[entry.Who!] = _expiries.GetValueOrDefault(entry.Who!) + 1;
                break;
            case LogKind.SessionBegun:
                var begun = _sessionsBegun[entry.Who!] = _sessionsBegun.GetValueOrDefault(entry.Who!) + 1;
                Require(begun <= _sessionsOver.GetValueOrDefault(entry.Who!) + 1, entry, "began a session without telling that the last one was over");
                break;
            case LogKind.SessionOver:
                _sessionsOver[entry.Who!] = _sessionsOver.GetValueOrDefault(entry.Who!) + 1;
                break;
            case LogKind.Converged:
                _slowest = Math.Max(_slowest, entry.Seconds!.Value);
                Require(entry.Seconds <= ConvergenceBound.TotalSeconds, entry, "converged too late");
                CheckConverged(entry);
                break;
            case LogKind.HistoryLost:
                Require(_isWiped, entry, "without a wipe");
                _historiesLost[entry.Who!] = _historiesLost.GetValueOrDefault(entry.Who!) + 1;
                break;
            case LogKind.RejectedReload:
                Require(_isWiped, entry, "without a wipe");
                break;
            case LogKind.KeyMissing or LogKind.NotConverged or LogKind.Repaired or LogKind.WriteCrossed or LogKind.Defect or LogKind.UnobservedException:
                Violate(entry, entry.Kind.ToString());
                break;
            case LogKind.Failed:
                _shortfalls.Add($"the run failed: {entry.Detail}");
                break;
            case LogKind.Resources or LogKind.Closed:
                _resources.Add(entry);
                break;
        }
    }

    private void CheckState(LogEntry entry)
    {
        if (entry.State is not { } n || entry.Digest != state.DigestOf(n))
        {
            Violate(entry, "a state that never existed");
            return;
        }

        Require(n <= _begun, entry, $"a state that nobody has written; the newest is {_begun}");
        var newest = _newestState.GetValueOrDefault(entry.Who!);
        Require(n >= newest, entry, $"went back from {newest}");
        _newestState[entry.Who!] = Math.Max(newest, n);
    }

    // The log has the observed states before the convergence that they prove.
    private void CheckConverged(LogEntry entry)
    {
        var readers = _newestState.Where(reader => reader.Key.StartsWith($"{entry.Who}/", StringComparison.Ordinal)).ToArray();
        Require(readers.Length > 0 && readers.All(reader => reader.Value >= entry.State), entry, "said to have converged, but no such state was seen");
    }

    // After a wipe, each provider may go back once, and must have told so. Wipes alone prove too little: a provider can still be reading what was imported
    // after the one before.
    private void CheckZxid(string provider, LogEntry entry)
    {
        var zxid = entry.Zxid!.Value;
        var highest = _highestZxid.GetValueOrDefault(provider);
        if (zxid < highest)
        {
            var times = _zxidsBack[provider] = _zxidsBack.GetValueOrDefault(provider) + 1;
            Require(times <= Count(LogKind.Wiped), entry, $"the zxid went back from 0x{highest:x} without a wipe");
            Require(times <= _historiesLost.GetValueOrDefault(provider), entry, $"the zxid went back from 0x{highest:x} without telling that the history was lost");
        }

        _highestZxid[provider] = zxid;
    }

    private void CheckEnd()
    {
        RequireAtLeast(1, Count(LogKind.Ended), "ends of the run");
        if (_underWay.Count > 0)
        {
            _shortfalls.Add($"never healed: {string.Join(", ", _underWay)}");
        }

        foreach (var (provider, expiries) in _expiries)
        {
            Require(_sessionsOver.GetValueOrDefault(provider) >= expiries, null, $"{provider} knows of fewer ends of its sessions than there were ({expiries})");
        }
    }

    private void CheckResources()
    {
        if (_resources is not [var first, .., var closed] || closed.Kind != LogKind.Closed)
        {
            _shortfalls.Add("sockets and memory were not looked at");
            return;
        }

        // The first entry was made before the run, the last after everything was closed. Those in between must not grow.
        Require(closed.Sockets <= first.Sockets, closed, $"{closed.Sockets - first.Sockets} sockets are left");
        var during = _resources[1..^1];
        if (during is [var early, .., var late])
        {
            Require(late.Sockets <= early.Sockets + SocketAllowance, late, $"sockets grew from {early.Sockets} to {late.Sockets}");
            Require(late.Bytes <= early.Bytes + MemoryAllowance, late, $"memory grew from {early.Bytes} to {late.Bytes} bytes");
        }
    }

    private void CheckMinimums()
    {
        RequireAtLeast(minimums.Faults, Count(LogKind.FaultHealed), "faults");
        RequireAtLeast(minimums.Expiries, Count(LogKind.SessionExpiredByServer), "expiries");
        RequireAtLeast(minimums.LeaderChanges, Count(LogKind.LeaderChanged), "leader changes");
        RequireAtLeast(minimums.Transactions, _committed, "transactions");
        RequireAtLeast(minimums.ReloadsDuringFaults, _reloadsDuringFaults, "reloads during faults");
        RequireAtLeast(minimums.TornReads, Count(LogKind.TornRead), "torn reads of the control reader");
    }

    private int Count(LogKind kind) => _counts.GetValueOrDefault(kind);

    private void RequireAtLeast(int minimum, int count, string what)
    {
        if (count < minimum)
        {
            _shortfalls.Add($"only {count} {what}; at least {minimum} prove something");
        }
    }

    private void Require(bool holds, LogEntry? entry, string what)
    {
        if (!holds)
        {
            Violate(entry, what);
        }
    }

    private void Violate(LogEntry? entry, string what) => _violations.Add(entry is null
        ? what
        : string.Create(CultureInfo.InvariantCulture, $"{entry.At:F3} s, {entry.Who}, state {entry.State}: {what} {entry.Detail}"));
}
