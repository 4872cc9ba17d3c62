using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Observing;

/// <summary>Waits after a fault until every workload has granted ownership again, and every recipe works.</summary>
internal sealed class Recovery(HistoryLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public async Task<bool> AwaitAsync()
    {
        var healed = Clock.Now;
        return !(await Task.WhenAll(Workload.All.Select(workload => workload.Name).Concat(Recipe.All.Select(recipe => recipe.Name)).Select(name => AwaitAsync(name, healed)))).Contains(false);
    }

    private async Task<bool> AwaitAsync(string workload, long healed)
    {
        try
        {
            await Eventually.TrueAsync(() => log.LastSuccess(workload) > healed, Patience);
            Note(workload, Happening.Recovered, Clock.Between(healed, log.LastSuccess(workload)!.Value));
            return true;
        }
        catch (TimeoutException)
        {
            Note(workload, Happening.NotRecovered, Patience);
            return false;
        }
    }

    private void Note(string workload, Happening what, TimeSpan time) =>
        log.Write(new Entry { At = Clock.Now, What = what, Workload = workload, Seconds = time.TotalSeconds });
}
