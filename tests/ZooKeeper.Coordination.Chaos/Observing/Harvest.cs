using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Observing;

/// <summary>Notes the writes of owners in the order in which the servers executed them, and deletes them.</summary>
internal sealed class Harvest(ZooKeeperClient client, HistoryLog log)
{
    private const int MostReads = 200;

    // A write is read again if the reply to its deletion was lost.
    private readonly HashSet<(string Workload, long Zxid)> _noted = [];

    public async Task PrepareAsync()
    {
        foreach (var workload in Workload.All.Where(workload => workload.Writing is not null))
        {
            await client.CreateWithParentsAsync(workload.WritesPath);
        }
    }

    public Task RunAsync() => Eventually.TrueAsync(TryRunAsync);

    private async Task<bool> TryRunAsync()
    {
        try
        {
            await RunOnceAsync();
            return true;
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            return false; // a server can close connections when a fault is already over
        }
    }

    private async Task RunOnceAsync()
    {
        foreach (var workload in Workload.All.Where(workload => workload.Writing is not null))
        {
            foreach (var names in (await client.GetChildrenAsync(workload.WritesPath)).Names.Chunk(MostReads))
            {
                await RunAsync(workload, [.. names.Select(name => ZnodePath.Combine(workload.WritesPath, name))]);
            }
        }
    }

    private async Task RunAsync(Workload workload, IReadOnlyList<string> paths)
    {
        var reads = await client.MultiReadAsync(paths.Aggregate(new MultiRead(), (all, path) => all.GetData(path)));
        foreach (var data in reads.Results.Select(result => result.Data).OfType<ZnodeData>().Where(data => _noted.Add((workload.Name, data.Stat.Czxid))))
        {
            log.Write(new Entry { At = Clock.Now, What = Happening.Landed, Workload = workload.Name, Zxid = data.Stat.Czxid, Fence = FencedWrites.FenceIn(data.Data) });
        }

        await client.MultiAsync(paths.Aggregate(new Multi(), (all, path) => all.Delete(path)));
    }
}
