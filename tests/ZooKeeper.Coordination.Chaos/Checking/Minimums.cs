using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>The minimum that must have happened for a run to prove something.</summary>
internal sealed record Minimums(int Faults, int Grants)
{
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(10);

    public static Minimums For(TimeSpan duration)
    {
        var share = duration / Unit;
        return new(Math.Max(1, (int)(40 * share)), Math.Max(10, (int)(500 * share)));
    }

    /// <summary>Returns whether everything has happened often enough so far.</summary>
    public bool AreReached(HistoryLog log) =>
        Workload.All.Select(workload => workload.Name).Concat(Recipe.All.Select(recipe => recipe.Name)).All(name => log.Successes(name) >= Grants);

    public IEnumerable<string> Check(IReadOnlyList<Entry> history, IReadOnlyList<WorkloadCount> counts, IReadOnlyList<RecipeCount> recipes)
    {
        foreach (var failure in history.Where(entry => entry.What == Happening.RunFailed))
        {
            yield return $"the run failed: {failure.Detail}";
        }

        if (!history.Any(entry => entry.What == Happening.Ended))
        {
            yield return "the history has no end";
        }

        if (history.Count(entry => entry.What == Happening.FaultHealed) is var faults && faults < Faults)
        {
            yield return $"only {faults} faults; at least {Faults} prove something";
        }

        foreach (var count in counts)
        {
            if (count.Grants < Grants || count.ExactGrants == 0)
            {
                yield return $"only {count.Grants} grants of {count.Workload.Name}, {count.ExactGrants} of them exact; at least {Grants} prove something";
            }

            // If a pause between a look and a write shows nothing here, it would show nothing where it must not.
            if (count.Workload.Writing is { IsGuarded: false } && count.LateWrites == 0)
            {
                yield return $"no late write of {count.Workload.Name}, so the pauses do not hit";
            }

            if (count.Workload.HasDowngrades && count.Downgrades == 0)
            {
                yield return $"no downgrade of {count.Workload.Name}";
            }
        }

        foreach (var count in recipes.Where(count => count.Successes < Grants))
        {
            yield return $"only {count.Successes} successes of {count.Recipe.Name}; at least {Grants} prove something";
        }
    }
}
