using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
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

    // The paths that have znodes of contenders, or of a recipe that can bear it.
    private static readonly (string Name, string Path, IReadOnlyList<string> Folders)[] Victims =
    [
        .. Workload.All.Select(workload => (workload.Name, workload.Path, (IReadOnlyList<string>)[.. workload.Queues])),
        .. Recipe.All.Where(recipe => recipe.BearsDeletions).Select(recipe => (recipe.Name, recipe.Path, recipe.Folders)),
    ];

    private static (string Name, string Path, IReadOnlyList<string> Folders) Any(Random random) => Victims[random.Next(Victims.Length)];

    private async Task DeleteSomeAsync(Random random)
    {
        for (var i = 0; i < 5; i++)
        {
            var victim = Any(random);
            var begin = Clock.Now;
            string? path = null;
            try
            {
                var folder = victim.Folders[random.Next(victim.Folders.Count)];
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
                Note(begin, victim.Name, path);
            }

            await Fault.LastAsync(random, 0, 0.2);
        }
    }

    private async Task DeleteParentAsync(Random random)
    {
        var victim = Any(random);
        var begin = Clock.Now;
        try
        {
            await client.DeleteSubtreeAsync(victim.Path);
        }
        catch (ZooKeeperException e) when (e.IsTransient || e is NotEmptyException)
        {
            // Perhaps in part.
        }

        Note(begin, victim.Name, path: null);
        await Fault.LastAsync(random, 0.1, 0.3);
    }

    private void Note(long begin, string workload, string? path) =>
        log.Write(new Entry { At = begin, Deadline = Clock.Now, What = Happening.ZnodeDeleted, Workload = workload, Path = path });
}
