using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>At the end, before the sessions are closed, every attempt has ended, and no znode, watch or exception is left.</summary>
internal static class Leftovers
{
    public const string Rule = "nothing left";

    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> history, IReadOnlyCollection<string> workers)
    {
        foreach (var left in history.Where(entry => entry is { What: Happening.Left, Count: > 0 }))
        {
            yield return new Violation(Rule, left.At, $"{left.Count} {left.Detail}");
        }

        foreach (var entry in history.Where(entry => entry.What is Happening.UnobservedException or Happening.Failed))
        {
            yield return new Violation(Rule, entry.At, $"{entry.Worker}/{entry.Attempt} {entry.Workload}: {entry.Detail}");
        }

        foreach (var worker in workers.Where(worker => !history.Any(entry => entry.What == Happening.Stopped && entry.Worker == worker)))
        {
            yield return new Violation(Rule, history.Count == 0 ? 0 : history[^1].At, $"attempts of {worker} have not ended");
        }
    }
}
