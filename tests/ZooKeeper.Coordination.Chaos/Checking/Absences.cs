using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>What explains that a participant counts although its entry never returns: it gave up, lost its session, or another client has deleted its znode.</summary>
internal sealed class Absences
{
    private readonly (long? Generation, long Begin, long End)[] _attempts;
    private readonly (string? Worker, long Begin, long End)[] _losses;

    public Absences(IReadOnlyList<Entry> history, string recipe)
    {
        _losses =
        [
            .. history.Where(entry => entry.What == Happening.SessionClosed || (entry.What == Happening.ZnodeDeleted && entry.Workload == recipe))
                .Select(entry => (entry.Worker, entry.At, entry.Deadline!.Value)),
            .. history.Where(entry => entry is { What: Happening.Connected, Session: not null }).GroupBy(entry => entry.Worker).SelectMany(Changes),
        ];
        var attempts = history.Where(entry => entry.Workload == recipe && entry.Attempt is not null).GroupBy(entry => (entry.Worker, entry.Attempt)).Select(attempt => attempt.ToArray());
        _attempts = [.. attempts.Select(attempt => (Array.Find(attempt, entry => entry.What == Happening.Passed)?.Fence, attempt[0].At, EndOf(attempt), attempt[0].Worker))
            .Where(attempt => attempt.Fence is null || IsDisturbed(attempt.Worker, attempt.At, attempt.Item3))
            .Select(attempt => (attempt.Fence, attempt.At, attempt.Item3))];
    }

    /// <summary>Returns how many participants can be missing in a generation that began between two moments.</summary>
    public int Count(long generation, long from, long to, TimeSpan memory) =>
        _attempts.Count(attempt => attempt.Generation != generation && attempt.Begin < to && attempt.End > from)
        + _losses.Count(loss => loss.Begin < to && Clock.Between(loss.End, from) < memory);

    // One that slept, and lost its session or its znode meanwhile, passes with a later generation.
    private bool IsDisturbed(string? worker, long from, long to) =>
        Array.Exists(_losses, loss => (loss.Worker ?? worker) == worker && loss.Begin < to && loss.End > from);

    private static long EndOf(Entry[] attempt) => attempt.FirstOrDefault(entry => entry.What is Happening.Passed or Happening.GaveUp)?.At ?? long.MaxValue;

    // The server may have kept the former session until the next one, or longer.
    private static IEnumerable<(string? Worker, long Begin, long End)> Changes(IEnumerable<Entry> connections) =>
        connections.Zip(connections.Skip(1)).Where(pair => pair.First.Session != pair.Second.Session).Select(pair => (pair.First.Worker, pair.First.At, pair.Second.At));
}
