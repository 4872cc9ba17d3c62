using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Stops workers, and breaks their ways to the servers. Half of the faults hit a present owner.</summary>
internal sealed class WorkerFaults(ZooKeeperEnsemble ensemble, LeaderRecord leaders, IReadOnlyList<WorkerProcess> workers, IReadOnlyList<Route> routes, HistoryLog log)
{
    private const double Expired = 2.5; // the session timeout and a tick, in seconds

    /// <summary>An owner that writes is stopped until its session has expired.</summary>
    public Fault PausedWriter => new("pause of a writer", PauseWriterAsync);

    /// <summary>The leader hears nothing from a worker, and the worker nothing from the leader, until the session has expired.</summary>
    public Fault Silence => new("silence", BeSilentAsync);

    /// <summary>A worker gives its session up during an outage while the new leader keeps it.</summary>
    public Fault OutlivedSession => new("session that outlives its client", OutliveAsync) { MovesLeader = true };

    public IReadOnlyList<Fault> All =>
    [
        PausedWriter,
        PausedWriter with { Name = "another pause of a writer" },
        Silence,
        Silence with { Name = "another silence" },
        OutlivedSession,
        new("pause", random => PauseAsync(Any(random), 0.2, Expired + 1, random)),
        new("cut before the server", random => CutAsync(ProxyDirection.ToServer, random)),
        new("cut before the reply", random => CutAsync(ProxyDirection.ToClient, random)),
        new("cut of all", CutAllAsync),
        new("late replies", DelayAsync),
        new("absence", BeAbsentAsync),
        new("closed session", CloseSessionAsync),
    ];

    private static double Milliseconds(Random random, int least, int most) => random.Next(least, most);

    private WorkerProcess OwnerOf(string workload, Random random) => workers.FirstOrDefault(worker => worker.Name == log.LastGrant(workload)?.Worker) ?? workers[random.Next(workers.Count)];

    private WorkerProcess Any(Random random) =>
        random.Next(2) == 0 ? OwnerOf(Workload.All[random.Next(Workload.All.Count)].Name, random) : workers[random.Next(workers.Count)];

    private Route RouteOf(WorkerProcess worker) => routes.Single(route => route.Worker == worker.Name);

    // A fresh owner, so that it is still the owner when the signal arrives.
    private async Task PauseWriterAsync(Random random)
    {
        var before = log.LastGrant("unguarded-set");
        await Eventually.TrueAsync(() => log.LastGrant("unguarded-set") != before);
        await PauseAsync(OwnerOf("unguarded-set", random), Expired + 0.5, Expired + 1.5, random);
    }

    private static Task PauseAsync(WorkerProcess worker, double least, double most, Random random) =>
        worker.PauseAsync(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))));

    private async Task BeSilentAsync(Random random)
    {
        // Two that are connected to the leader, so that it is an owner more often, and others stay to follow it.
        foreach (var proxy in routes.Take(routes.Count / 2).Where((_, i) => i == random.Next(2)).SelectMany(route => route.Proxies))
        {
            proxy.BlackHole(ProxyDirection.ToServer);
            proxy.BlackHole(ProxyDirection.ToClient);
        }

        await Fault.LastAsync(random, Expired + 0.2, Expired + 1.5);
    }

    private async Task OutliveAsync(Random random)
    {
        RouteOf(Any(random)).Close();
        await Fault.LastAsync(random, 0.9, 1.1);
        var leader = leaders.Leader;
        await leader.KillAsync();
        await ensemble.FindLeaderAsync();

        // After four thirds of its timeout, a client takes its session for expired. The new leader gives every session a whole timeout.
        await Fault.LastAsync(random, 0.9, 1.3);
        foreach (var route in routes)
        {
            route.Heal();
        }

        await leader.StartAgainAsync();
    }

    private async Task CutAsync(ProxyDirection direction, Random random)
    {
        var cuts = random.Next(1, 8);
        for (var i = 0; i < cuts; i++)
        {
            foreach (var proxy in RouteOf(Any(random)).Proxies)
            {
                proxy.CutAfter(direction, random.Next(600));
            }

            await Fault.LastAsync(random, 0.05, 0.4);
        }
    }

    private async Task CutAllAsync(Random random)
    {
        foreach (var proxy in routes.SelectMany(route => route.Proxies))
        {
            proxy.CutAfter((ProxyDirection)random.Next(2), random.Next(2000));
        }

        await Fault.LastAsync(random, 0.3, 1);
    }

    private async Task DelayAsync(Random random)
    {
        foreach (var proxy in RouteOf(Any(random)).Proxies)
        {
            proxy.Delay = TimeSpan.FromMilliseconds(Milliseconds(random, 20, 500));
        }

        await Fault.LastAsync(random, 0.5, 2.5);
    }

    private async Task BeAbsentAsync(Random random)
    {
        RouteOf(Any(random)).Close();
        await Fault.LastAsync(random, 0.3, Expired + 1);
    }

    private async Task CloseSessionAsync(Random random)
    {
        await Any(random).CloseSessionAsync(leaders.Leader.Port);
        await Fault.LastAsync(random, 0.2, 0.5);
    }
}
