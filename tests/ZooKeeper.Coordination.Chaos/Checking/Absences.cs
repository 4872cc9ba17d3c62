using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>What explains that a participant counts although its entry never returns: it gave up, lost its session, or another client has deleted its znode.</summary>
internal sealed class Absences
{
    private readonly (long Begin, long End)[] _attempts;
    private readonly (long Begin, long End)[] _losses;

    public Absences(IReadOnlyList<Entry> history, string recipe)
    {
        var attempts = history.Where(entry => entry.Workload == recipe && entry.Attempt is not null).GroupBy(entry => (entry.Worker, entry.Attempt)).Select(attempt => attempt.ToArray());
        _attempts = [.. attempts.Where(attempt => !Array.Exists(attempt, entry => entry.What == Happening.Passed)).Select(attempt => (attempt[0].At, EndOf(attempt)))];
        _losses =
        [
            .. history.Where(entry => entry.What == Happening.SessionClosed || (entry.What == Happening.ZnodeDeleted && entry.Workload == recipe)).Select(entry => (entry.At, entry.Deadline!.Value)),
            .. history.Where(entry => entry is { What: Happening.Connected, Session: not null }).GroupBy(entry => entry.Worker).SelectMany(Changes),
        ];
    }

    /// <summary>Returns how many participants can be missing in a generation that began between two moments.</summary>
    public int Count(long from, long to, TimeSpan memory) =>
        _attempts.Count(attempt => attempt.Begin < to && attempt.End > from) + _losses.Count(loss => loss.Begin < to && Clock.Between(loss.End, from) < memory);

    private static long EndOf(Entry[] attempt) => attempt.FirstOrDefault(entry => entry.What == Happening.GaveUp)?.At ?? long.MaxValue;

    // The server may have kept the former session until the next one, or longer.
    private static IEnumerable<(long Begin, long End)> Changes(IEnumerable<Entry> connections) =>
        connections.Zip(connections.Skip(1)).Where(pair => pair.First.Session != pair.Second.Session).Select(pair => (pair.First.At, pair.Second.At));
}
