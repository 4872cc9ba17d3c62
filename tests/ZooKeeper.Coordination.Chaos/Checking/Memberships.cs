using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>
/// Of a group: no member is seen whose session has ended for long or who has left, none is missing while its session lives, and a member that has lost its session is
/// there again soon after it has the next one.
/// </summary>
internal sealed class Memberships
{
    public const string Rule = "members";

    private readonly Entry[] _leaders;
    private readonly ILookup<string?, Entry> _connections;
    private readonly ILookup<string?, Entry> _closings;
    private readonly Entry[] _deletions;
    private readonly TimeSpan _bound;

    private Memberships(IReadOnlyList<Entry> history, string recipe, TimeSpan expiry)
    {
        _leaders = [.. history.Where(entry => entry.What == Happening.Led)];
        _connections = history.Where(entry => entry.What == Happening.Connected).ToLookup(entry => entry.Worker);
        _closings = history.Where(entry => entry is { What: Happening.SessionClosed, Owner: not null }).ToLookup(entry => entry.Worker);
        _deletions = [.. history.Where(entry => entry.What == Happening.ZnodeDeleted && entry.Workload == recipe)];
        _bound = expiry + Liveness.Allowance;
    }

    /// <param name="history">A whole history.</param>
    /// <param name="recipe">The name of the recipe.</param>
    /// <param name="expiry">How long the server keeps a session that it hears nothing from.</param>
    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> history, string recipe, TimeSpan expiry)
    {
        var own = history.Where(entry => entry.Workload == recipe).ToList();
        var looks = own.Where(entry => entry.What == Happening.Members).ToList();
        var members = new Memberships(history, recipe, expiry);
        foreach (var worker in own.Where(entry => entry.Attempt is not null).GroupBy(entry => entry.Worker!))
        {
            var attempts = worker.GroupBy(entry => entry.Attempt).Select(attempt => attempt.ToArray()).ToList();
            foreach (var violation in members.CheckPhantoms(worker.Key, attempts, looks).Concat(attempts.SelectMany(attempt => members.CheckAttempt(worker.Key, attempt, looks))))
            {
                yield return violation;
            }
        }
    }

    private IEnumerable<Violation> CheckPhantoms(string worker, List<Entry[]> attempts, List<Entry> looks)
    {
        Entry[] connections = [.. _connections[worker]];
        var closed = _closings[worker].DistinctBy(entry => entry.Owner).ToDictionary(entry => entry.Owner!.Value);
        foreach (var look in looks.Where(look => look.Members!.ContainsKey(worker)))
        {
            var session = look.Members![worker];
            if (closed.TryGetValue(session, out var closing) && look.At > closing.Deadline)
            {
                yield return new Violation(Rule, look.At, $"{worker} is seen with session 0x{session:x}, which was closed before");
            }
            else if (LastSign(connections, session) is { } sign && Clock.Between(sign, look.At) > _bound && HasLed(sign, look.At))
            {
                yield return new Violation(Rule, look.At, $"{worker} is seen with session 0x{session:x}, which it had given up {Clock.Between(sign, look.At).TotalSeconds:F1} s before");
            }

            var last = attempts.LastOrDefault(attempt => attempt[0].At < look.Deadline);
            if (last?.FirstOrDefault(entry => entry.What is Happening.Released or Happening.GaveUp) is { } left && Clock.Between(left.At, look.At) > _bound)
            {
                yield return new Violation(Rule, look.At, $"{worker} is seen {Clock.Between(left.At, look.At).TotalSeconds:F1} s after it has left");
            }
        }
    }

    private IEnumerable<Violation> CheckAttempt(string worker, Entry[] attempt, List<Entry> looks)
    {
        foreach (var entry in attempt.Where(entry => entry.What == Happening.Contradicted))
        {
            yield return new Violation(Rule, entry.At, $"{worker} takes itself for a member in session 0x{entry.Session:x}, but the znode is that of 0x{entry.Owner:x}");
        }

        if (attempt.FirstOrDefault(entry => entry.What == Happening.Joined) is not { } first)
        {
            yield break;
        }

        var end = attempt.FirstOrDefault(entry => entry.What == Happening.Leaving)?.At ?? long.MaxValue;
        var during = looks.Where(look => look.At > first.At && look.Deadline < end).ToList();
        foreach (var joined in attempt.Where(entry => entry.What == Happening.Joined))
        {
            var last = during.FindLastIndex(look => look.Members!.GetValueOrDefault(worker) == joined.Session);
            var missing = during.Take(last + 1).FirstOrDefault(look => look.At > joined.At && look.Members!.GetValueOrDefault(worker) != joined.Session);
            if (missing is not null && !WasDeleted(joined, during[last]))
            {
                yield return new Violation(Rule, missing.At, $"{worker} is missing although session 0x{joined.Session:x} lives");
            }
        }

        foreach (var (connection, next) in _connections[worker].Zip(_connections[worker].Skip(1)).Where(pair => pair.First is { Session: not null, Server: not null }))
        {
            var isThere = attempt.Any(entry => entry.What == Happening.Joined && entry.Session == connection.Session);
            if (!isThere && connection.At > first.At && Clock.Between(connection.At, Math.Min(next.At, end)) > _bound)
            {
                yield return new Violation(Rule, connection.At, $"{worker} did not come back within {_bound.TotalSeconds:F1} s in session 0x{connection.Session:x}");
            }
        }
    }

    private bool WasDeleted(Entry joined, Entry last) => Array.Exists(_deletions, entry => entry.Deadline >= joined.At && entry.At <= last.Deadline);

    // Until when it was connected in a session. Null if it still is, or never was.
    private static long? LastSign(Entry[] connections, long session)
    {
        var last = Array.FindLastIndex(connections, entry => entry.Session == session && entry.Server is not null);
        return last >= 0 && last + 1 < connections.Length ? connections[last + 1].At : null;
    }

    // A new leader gives every session a whole timeout.
    private bool HasLed(long from, long to) => Array.Exists(_leaders, leader => leader.At <= from && to <= leader.Deadline);
}
