using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Observing;

/// <summary>Waits after a fault until every workload has granted ownership again.</summary>
internal sealed class Recovery(HistoryLog log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    public async Task<bool> AwaitAsync()
    {
        var healed = Clock.Now;
        return !(await Task.WhenAll(Workload.All.Select(workload => AwaitAsync(workload, healed)))).Contains(false);
    }

    private async Task<bool> AwaitAsync(Workload workload, long healed)
    {
        try
        {
            await Eventually.TrueAsync(() => log.LastGrant(workload.Name)?.At > healed, Patience);
            Note(workload, Happening.Recovered, Clock.Between(healed, log.LastGrant(workload.Name)!.At));
            return true;
        }
        catch (TimeoutException)
        {
            Note(workload, Happening.NotRecovered, Patience);
            return false;
        }
    }

    private void Note(Workload workload, Happening what, TimeSpan time) =>
        log.Write(new Entry { At = Clock.Now, What = what, Workload = workload.Name, Seconds = time.TotalSeconds });
}
