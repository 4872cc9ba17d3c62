using Benchmarks.Floor;
using Benchmarks.Locks;
using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures locks: free, taken, handed over, and with a long queue. All libraries take turns on one server, each with a path and a process of its own.</summary>
internal static class Locking
{
    private const int WarmUps = 3;
    private const int Operations = 400;
    private const int HandOvers = 320;
    private const int Waiters = 1_000;
    private const string Free = "free";
    private const string Writes = "writes";
    private const string Requests = "requests";
    private const string Try = "try";
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly int[] Connections = [2, 32];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var raw = RawConnection.Open(server.ConnectionString);
        await client.CreateAsync("/floor");
        var (floor, writes) = (new Series(), new RawWrites(raw, "/floor/lock-"));
        List<RecipeTurns> all = [];
        List<(RecipeProcess Process, RecipeProcess Taken, LoopbackProxy Proxy)> running = [];
        foreach (var library in RecipeLibrary.Installed)
        {
            var proxy = await LoopbackProxy.StartAsync(server.Port);
            await TakeAsync(client, $"/taken/{library.Result}");
            all.Add(new RecipeTurns(library));
            running.Add((
                library.Start(server.ConnectionString, $"/locks/{library.Result}", SessionTimeout), library.Start(server.ConnectionString, $"/taken/{library.Result}", SessionTimeout), proxy));
        }

        for (var run = -WarmUps; run < (options.Runs ?? 9); run++)
        {
            var started = TimeProvider.System.GetTimestamp();
            writes.Run(Operations);
            Add(floor, run, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Operations);
            foreach (var (turns, (process, taken, _)) in all.Zip(running))
            {
                Add(turns[Free], run, (await process.DoAsync(LockCommand.Free, Operations))[0]);
                if (turns.Library == RecipeLibrary.Ours)
                {
                    Add(turns[Writes], run, (await process.DoAsync(LockCommand.Writes, Operations))[0]);
                    Add(turns[Requests], run, (await process.DoAsync(LockCommand.Requests, Operations))[0]);
                }

                Add(turns[Try], run, (await taken.DoAsync(LockCommand.Try, Operations))[0]);
                foreach (var connections in Connections)
                {
                    var requests = await ServerGauges.RequestsAsync(server);
                    var times = await process.DoAsync(LockCommand.Contend, connections, HandOvers);
                    Add(turns[$"handover {connections} requests"], run, (await ServerGauges.RequestsAsync(server) - requests) / HandOvers);
                    Add(turns[$"handover {connections}"], run, times[0]);
                    Add(turns[$"handover {connections} p99"], run, times[1]);
                }
            }
        }

        foreach (var (turns, (_, _, proxy)) in all.Zip(running))
        {
            await QueueAsync(client, turns, proxy);
        }

        running.ForEach(one =>
        {
            one.Process.Dispose();
            one.Taken.Dispose();
        });
        await Task.WhenAll(running.Select(one => one.Proxy.DisposeAsync().AsTask()));
        return Report(floor, all);
    }

    private static void Add(Series series, int run, double value)
    {
        if (run >= 0)
        {
            series.Add(value);
        }
    }

    // A holder that every library recognises.
    private static async Task TakeAsync(ZooKeeperClient client, string path)
    {
        await client.CreateWithParentsAsync(path);
        await client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-lock-", mode: CreateMode.EphemeralSequential);
        await client.CreateAsync($"{path}/{Guid.NewGuid():N}__lock__", mode: CreateMode.EphemeralSequential);
    }

    private static async Task QueueAsync(ZooKeeperClient client, RecipeTurns turns, LoopbackProxy proxy)
    {
        var path = $"/queue/{turns.Library.Result}";
        using var process = turns.Library.Start(proxy.ConnectionString, path, SessionTimeout);
        await process.DoAsync(LockCommand.Queue, Waiters);
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(path)).Names.Count == Waiters + 1, TimeSpan.FromMinutes(5));

        // Their watches are set when nothing more is sent.
        var requests = 0L;
        await Eventually.TrueAsync(
            async () =>
            {
                requests = proxy.RequestCount;
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
                return proxy.RequestCount == requests;
            },
            TimeSpan.FromMinutes(5));
        proxy.ResetCounters();
        turns["queue"].Add((await process.DoAsync(LockCommand.Drain))[0]);
        turns["queue requests"].Add((double)proxy.RequestCount / Waiters);
    }

    private static Report Report(Series floor, List<RecipeTurns> all)
    {
        var report = new Report("lock");
        report.Add("floor: two bare writes", "µs", floor);
        report.Result("floor_us", floor.Median);
        report.Add("ours, the same two writes through the client", "µs", all[0][Writes]);
        report.Add("ours, the same with a list of children", "µs", all[0][Requests]);
        report.Result("client_writes_over_floor", all[0][Writes].Over(floor).Median);
        report.Result("client_requests_over_floor", all[0][Requests].Over(floor).Median);
        report.Result("ours_free_over_client_requests", all[0][Free].Over(all[0][Requests]).Median);
        foreach (var turns in all)
        {
            var (name, result) = (turns.Library.Name, turns.Library.Result);
            report.Add($"{name}, free lock, acquire and release", "µs", turns[Free]);
            report.Add($"{name}, free lock, ratio to floor", "", turns[Free].Over(floor));
            report.Add($"{name}, failed try", "µs", turns[Try]);
            report.Result($"{result}_free_us", turns[Free].Median);
            report.Result($"{result}_try_us", turns[Try].Median);
            foreach (var connections in Connections)
            {
                report.Add($"{name}, hand-over, {connections} connections", "µs", turns[$"handover {connections}"]);
                report.Add($"{name}, hand-over, {connections} connections, 99 %", "µs", turns[$"handover {connections} p99"]);
                report.Add($"{name}, hand-over, {connections} connections, requests", "", turns[$"handover {connections} requests"]);
                report.Result($"{result}_handovers_per_second_{connections}", 1_000_000 / turns[$"handover {connections}"].Median);
                report.Result($"{result}_handover_p99_us_{connections}", turns[$"handover {connections} p99"].Median);
            }

            report.Add($"{name}, hand-over, 1,000 waiters", "µs", turns["queue"]);
            report.Add($"{name}, hand-over, 1,000 waiters, requests", "", turns["queue requests"]);
            report.Result($"{result}_queue_requests", turns["queue requests"].Median);
        }

        foreach (var missing in RecipeLibrary.Missing)
        {
            report.Without(missing.Name, $"missing. apt-get install --no-install-recommends {missing.Package}");
        }

        report.Result("ratio_to_floor", all[0][Free].Over(floor).Median);
        if (all.Find(turns => turns.Library == RecipeLibrary.Curator) is { } curator)
        {
            report.Result("free_over_curator", all[0][Free].Over(curator[Free]).Median);
            report.Result("try_over_curator", all[0][Try].Over(curator[Try]).Median);
            foreach (var connections in Connections)
            {
                report.Result($"handovers_over_curator_{connections}", curator[$"handover {connections}"].Over(all[0][$"handover {connections}"]).Median);
            }
        }

        return report;
    }
}
