using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Deletes znodes of contenders, as an operator does.</summary>
internal sealed class ZnodeFaults(ZooKeeperClient client, HistoryLog log)
{
    public IReadOnlyList<Fault> All =>
    [
        new("deleted znodes", DeleteSomeAsync),
        new("deleted parent", DeleteParentAsync),
    ];

    private static Workload Any(Random random) => Workload.All[random.Next(Workload.All.Count)];

    private async Task DeleteSomeAsync(Random random)
    {
        for (var i = 0; i < 5; i++)
        {
            var workload = Any(random);
            var begin = Clock.Now;
            string? path = null;
            try
            {
                var folder = workload.Queues.ElementAt(random.Next(workload.Folders.Count));
                var names = (await client.GetChildrenAsync(folder)).Names;
                if (names.Count > 0)
                {
                    path = ZnodePath.Combine(folder, names[random.Next(names.Count)]);
                    await client.DeleteAsync(path);
                }
            }
            catch (ZooKeeperException e) when (e is NoNodeException || e.IsTransient)
            {
                // Gone by itself, or unknown.
            }

            if (path is not null)
            {
                Note(begin, workload, path);
            }

            await Fault.LastAsync(random, 0, 0.2);
        }
    }

    private async Task DeleteParentAsync(Random random)
    {
        var workload = Any(random);
        var begin = Clock.Now;
        try
        {
            await client.DeleteSubtreeAsync(workload.Path);
        }
        catch (ZooKeeperException e) when (e.IsTransient || e is NotEmptyException)
        {
            // Perhaps in part.
        }

        Note(begin, workload, path: null);
        await Fault.LastAsync(random, 0.1, 0.3);
    }

    private void Note(long begin, Workload workload, string? path) =>
        log.Write(new Entry { At = begin, Deadline = Clock.Now, What = Happening.ZnodeDeleted, Workload = workload.Name, Path = path });
}
