using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Observing;

/// <summary>Looks at the queues and the recipes all the time. Each look comes after a write of its own, so it shows nothing older than its time.</summary>
internal sealed class QueueObserver(ZooKeeperClient client, HistoryLog log)
{
    private const string Mark = "/observer";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await client.CreateAsync(Mark, cancellationToken: CancellationToken.None);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync();
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                // Again with the next server.
            }

            await Task.Delay(Pace, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task LookAsync()
    {
        var at = Clock.Now;
        await client.SetDataAsync(Mark, data: null);
        foreach (var workload in Workload.All)
        {
            // All folders at one moment: a znode can go from one to another. A folder that nobody uses does not exist.
            var reads = workload.Queues.Aggregate(new MultiRead(), (all, path) => all.GetChildren(path));
            var names = (await client.MultiReadAsync(reads, cancellationToken: CancellationToken.None)).Results.SelectMany(result => result.Children ?? []).ToList();
            if (names.Count > 1)
            {
                log.Write(new Entry { At = at, What = Happening.Queue, Workload = workload.Name, Names = names });
            }
        }

        foreach (var recipe in Recipe.All)
        {
            await recipe.LookAsync(client, log, at);
        }
    }
}
