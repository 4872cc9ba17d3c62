using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.Faults;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Observing;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workers;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos;

/// <summary>Runs workers on an ensemble, injects random faults, and checks the history.</summary>
internal sealed class ChaosRun(ChaosOptions options, Action<string> tell)
{
    private const int WorkerCount = 4;
    private const string ReapContainersSoon = "-Dznode.container.checkIntervalMs=500";

    private readonly Minimums _minimums = Minimums.For(options.Duration);

    /// <summary>Gets the tick of the servers.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets the names of the workers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Range(0, WorkerCount).Select(i => $"worker{i}")];

    public async Task<Verdict> RunAsync()
    {
        tell($"seed {options.Seed}, {options.Duration}, history {options.LogFile}");
        using (var log = new HistoryLog(options.LogFile))
        {
            try
            {
                await RunAsync(log);
            }
            catch (Exception e)
            {
                log.Write(Happening.RunFailed, e.ToString());
            }

            log.Write(Happening.Ended);
        }

        var bound = WorkerOptions.SessionTimeout + Tick + WorkerOptions.LongestHold + Liveness.Allowance;
        return new Checker(Workload.All, Recipe.All, Names, bound, _minimums).Check(HistoryLog.Read(options.LogFile));
    }

    private async Task RunAsync(HistoryLog log)
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(new() { TickTime = Tick, HasLinks = true, JavaArguments = [ReapContainersSoon] });
        await using var client = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString);
        var harvest = new Harvest(client, log);
        await harvest.PrepareAsync();
        await Task.WhenAll(Recipe.All.Select(recipe => recipe.PrepareAsync(client)));
        var random = new Random(options.Seed);
        var routes = await Task.WhenAll(Names.Select(name => Route.OpenAsync(name, ensemble)));
        var leaders = new LeaderRecord(ensemble, routes, log);
        await leaders.LookAsync();
        leaders.Pin();
        var workers = routes.Select(route => WorkerProcess.Start(new WorkerOptions(route.Worker, route.ConnectionString, random.Next()), log)).ToArray();
        using var stop = new CancellationTokenSource();
        var observing = new QueueObserver(client, log).RunAsync(stop.Token);
        try
        {
            var faults = new FaultLoop(
                new ServerFaults(ensemble, leaders), new WorkerFaults(ensemble, leaders, workers, routes, log), new ZnodeFaults(client, log),
                leaders, routes, new Recovery(log), harvest, random, log, tell);
            await faults.RunAsync(options.Duration, () => _minimums.AreReached(log));
            await leaders.LookAsync();
            await stop.CancelAsync();
            await observing;
            await Task.WhenAll(workers.Select(worker => worker.StopAsync()));
            await harvest.RunAsync();
            await new Remains(client, ensemble, log).CountAsync();
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(workers.Select(worker => worker.DisposeAsync().AsTask()));
            await Task.WhenAll(routes.Select(route => route.DisposeAsync().AsTask()));
        }
    }
}
