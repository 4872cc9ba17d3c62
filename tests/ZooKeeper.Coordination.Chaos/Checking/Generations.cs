using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>
/// Of a double barrier: nobody passes before all of its generation have entered, nobody is told that all have left while the server still has the znode of one, and a
/// generation begins only after the one before.
/// </summary>
internal static class Generations
{
    public const string Rule = "generations";

    // How long a participant that is gone can still count: until its session has expired.
    private static readonly TimeSpan Memory = WorkerOptions.SessionTimeout + (1.5 * ChaosRun.Tick) + Liveness.Allowance;

    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> history, string recipe, int participants)
    {
        var own = history.Where(entry => entry.Workload == recipe).ToList();
        var absences = new Absences(history, recipe);
        Passage? lastInside = null;
        foreach (var generation in Passage.Of(own).GroupBy(passage => passage.Generation).OrderBy(generation => generation.Key))
        {
            Passage[] members = [.. generation];
            var (first, last) = (members[0], members.MaxBy(member => member.Invoked)!);
            var name = $"generation 0x{generation.Key:x}";
            if (members.Length > participants || members.DistinctBy(member => member.Path).Count() < members.Length)
            {
                yield return new Violation(Rule, first.Passed, $"{name} has {string.Join(", ", members)}, more than {participants} or one twice");
            }

            if (last.Invoked > first.Passed)
            {
                yield return new Violation(Rule, first.Passed, $"{first} has passed in {name} before {last} came");
            }

            if (participants - members.Length > absences.Count(generation.Key, last.Invoked, first.Passed, Memory))
            {
                yield return new Violation(Rule, first.Passed, $"only {string.Join(", ", members)} passed in {name}, and nobody else has given up or lost a session");
            }

            if (lastInside?.Inside > first.Passed)
            {
                yield return new Violation(Rule, first.Passed, $"{first} has passed in {name} while {lastInside} was inside in 0x{lastInside.Generation:x}");
            }

            foreach (var departed in members.Where(member => members.Any(other => other != member && other.Inside > member.Departed)))
            {
                yield return new Violation(Rule, departed.Departed!.Value, $"{departed} was told that all of {name} have left while one was inside");
            }

            lastInside = members.Append(lastInside).MaxBy(member => member?.Inside ?? long.MinValue);
        }
    }
}
