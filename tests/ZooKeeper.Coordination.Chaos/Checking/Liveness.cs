using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>After a fault, the next owner comes within the session timeout and a tick, on top of what the present one may take.</summary>
internal static class Liveness
{
    public const string Rule = "liveness";

    /// <summary>What a loaded machine may add: elections, reconnects, and processes that wait for a processor.</summary>
    public static TimeSpan Allowance { get; } = TimeSpan.FromSeconds(10);

    public static IEnumerable<Violation> Check(IEnumerable<Entry> history, TimeSpan bound)
    {
        foreach (var entry in history)
        {
            if (entry.What == Happening.NotRecovered)
            {
                yield return new Violation(Rule, entry.At, $"{entry.Workload} did nothing for {entry.Seconds:F1} s after a fault");
            }
            else if (entry.What == Happening.Recovered && entry.Seconds > bound.TotalSeconds)
            {
                yield return new Violation(Rule, entry.At, $"{entry.Workload} did nothing for {entry.Seconds:F1} s, more than {bound.TotalSeconds:F1} s");
            }
        }
    }
}
