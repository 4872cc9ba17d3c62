using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Observing;

namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Injects one fault after another, sometimes two at once, and waits after each until every workload goes on.</summary>
internal sealed class FaultLoop(
    ServerFaults servers, WorkerFaults workers, ZnodeFaults znodes, LeaderRecord leaders, IReadOnlyList<Route> routes, Recovery recovery, Harvest harvest, Random random,
    HistoryLog log, Action<string> tell)
{
    private const int OneInSoMany = 4;

    private readonly FaultBag _bag = new(
        [workers.PausedWriter, workers.PausedWriter with { Name = "another pause of a writer" }, workers.Silence, workers.OutlivedSession, servers.LeaderKill], [.. servers.All, .. workers.All, .. znodes.All], random);

    /// <summary>Runs for a time or, on a machine that is too busy to do enough in it, for up to five times as long.</summary>
    public async Task RunAsync(TimeSpan duration, Func<bool> hasDoneEnough)
    {
        var (start, end, latest) = (Clock.Now, Clock.In(duration), Clock.In(5 * duration));
        var goesOn = await recovery.AwaitAsync();
        while (goesOn && (Clock.Now < end || (Clock.Now < latest && !hasDoneEnough())))
        {
            var fault = _bag.Draw();
            List<Fault> faults = [fault];
            if (!fault.MovesLeader && random.Next(OneInSoMany) == 0 && workers.All[random.Next(workers.All.Count)] is { MovesLeader: false } other && other.Name != fault.Name)
            {
                faults.Add(other);
            }

            tell($"{Clock.Between(start, Clock.Now).TotalSeconds,6:F1} s  {string.Join(" and ", faults.Select(one => one.Name))}");
            await InjectAsync(faults);
            goesOn = await recovery.AwaitAsync();
            if (goesOn)
            {
                await harvest.RunAsync();
            }
        }
    }

    private async Task InjectAsync(List<Fault> faults)
    {
        if (faults.Exists(fault => fault.MovesLeader))
        {
            HealRoutes();
        }

        foreach (var fault in faults)
        {
            log.Write(Happening.FaultBegun, fault.Name);
        }

        await Task.WhenAll(faults.Select(fault => (fault, own: new Random(random.Next()))).ToArray().Select(one => one.fault.InjectAsync(one.own)));
        HealRoutes();
        servers.Heal();
        await leaders.LookAsync();
        leaders.Pin();
        foreach (var fault in faults)
        {
            log.Write(Happening.FaultHealed, fault.Name);
        }
    }

    private void HealRoutes()
    {
        foreach (var route in routes)
        {
            route.Heal();
        }
    }
}
