using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>Checks a whole history.</summary>
internal sealed class Checker(IReadOnlyList<Workload> workloads, IReadOnlyList<Recipe> recipes, IReadOnlyCollection<string> workers, TimeSpan recoveryBound, Minimums minimums)
{
    public Verdict Check(IReadOnlyList<Entry> history)
    {
        var holds = new Holds(history);
        List<Violation> violations = [.. Liveness.Check(history, recoveryBound), .. Leftovers.Check(history, workers)];
        List<WorkloadCount> counts = [];
        foreach (var workload in workloads)
        {
            var own = history.Where(entry => entry.Workload == workload.Name).ToList();
            var granted = holds.Of(workload.Name);
            var late = WriteOrder.Check(own.Where(entry => entry.What == Happening.Landed)).ToList();
            IEnumerable<Violation> found =
            [
                .. FenceOrder.Check(granted, workload.Exclusion),
                .. Overlaps.Check(granted, workload.Exclusion),

                // With several folders, the numbers are not comparable: a permit keeps its number when the empty queue is deleted and begins again.
                .. workload.Folders.Count == 1 ? QueueOrder.Check(granted, own.Where(entry => entry.What == Happening.Queue), workload.Exclusion) : [],
                .. Ownerships.Check(own.Where(entry => entry.What == Happening.Granted)),
                .. Linearisation.Check(granted, workload.Exclusion),
                .. workload.Writing is { IsGuarded: false } ? [] : late,
            ];
            violations.AddRange(found.Select(violation => violation with { What = $"{workload.Name}: {violation.What}" }));

            var grants = granted.Where(hold => hold.Former is null).ToList();
            counts.Add(new WorkloadCount(
                workload, grants.Count, grants.Count(hold => hold.IsExact), own.Count(entry => entry.What == Happening.Lost), own.Count(entry => entry.What == Happening.GaveUp),
                granted.Count - grants.Count, own.Count(entry => entry.What == Happening.Landed), late.Count));
        }

        List<RecipeCount> recipeCounts = [];
        foreach (var recipe in recipes)
        {
            violations.AddRange(recipe.Check(history).Select(violation => violation with { What = $"{recipe.Name}: {violation.What}" }));
            recipeCounts.Add(RecipeCount.Of(recipe, [.. history.Where(entry => entry.Workload == recipe.Name)]));
        }

        return new Verdict
        {
            Violations = [.. violations.OrderBy(violation => violation.At)],
            Shortfalls = [.. minimums.Check(history, counts, recipeCounts)],
            Counts = counts,
            RecipeCounts = recipeCounts,
            Faults = history.Count(entry => entry.What == Happening.FaultHealed),
            SlowestRecovery = history.Where(entry => entry.What == Happening.Recovered).Select(entry => entry.Seconds!.Value).DefaultIfEmpty().Max(),
        };
    }
}
