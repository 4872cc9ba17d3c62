using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>Each grant has a fencing token of its own, and those of exclusive owners rise in the order of their grants. A writer that goes on as a reader keeps its own.</summary>
internal static class FenceOrder
{
    public const string Rule = "fences rise";

    public static IEnumerable<Violation> Check(IReadOnlyList<Hold> holds, Exclusion exclusion)
    {
        Dictionary<long, Hold> seen = [];
        Hold? highest = null;
        foreach (var hold in holds)
        {
            if (hold.Former is { } former)
            {
                if (hold.Fence != former.Fence)
                {
                    yield return new Violation(Rule, hold.Granted, $"{hold} was a writer with fence 0x{former.Fence:x}");
                }

                continue;
            }

            if (!seen.TryAdd(hold.Fence, hold))
            {
                yield return new Violation(Rule, hold.Granted, $"{hold} and {seen[hold.Fence]} have the same fence");
            }

            // A grant that comes back late, to a worker that learns at once that it is over, takes no effect. The order is sure only where the deadline is.
            if (exclusion.IsTotal && hold is { Lasts: true, IsExact: true } && hold.Fence < highest?.Fence)
            {
                yield return new Violation(Rule, hold.Granted, $"{hold} was granted after {highest}");
            }

            highest = highest?.Fence > hold.Fence ? highest : hold;
        }
    }
}
