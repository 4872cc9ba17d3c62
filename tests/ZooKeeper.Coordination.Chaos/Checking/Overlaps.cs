using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>No two owners at once, where the deadline is exact. A pause does not excuse an overlap: the time of each look at the handle is from before the look.</summary>
internal static class Overlaps
{
    public const string Rule = "no overlap";

    public static IEnumerable<Violation> Check(IReadOnlyList<Hold> holds, Exclusion exclusion)
    {
        List<Hold> open = [];
        foreach (var hold in holds)
        {
            open.RemoveAll(other => other.Until <= hold.Granted);
            List<Hold> together = [.. open, hold];

            // Those with the lower fences must be over before the one with the highest can be granted, whatever that one knows of itself.
            var last = together.MaxBy(one => one.Fence)!;
            together.RemoveAll(one => one != last && !(one is { IsExact: true, Lasts: true } && one.Until > hold.Granted));
            if (!exclusion.Allows(together))
            {
                yield return new Violation(Rule, hold.Granted, $"{string.Join(", ", together)} at once");
            }

            open.Add(hold);
        }
    }
}
