using Benchmarks.Floor;
using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures increments of one counter by 1 and 16 connections. All libraries take turns, each with a path and a process of its own.</summary>
internal static class Counting
{
    private const int WarmUps = 2;
    private const int Increments = 320;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly int[] Connections = [1, 16];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var raw = RawConnection.Open(server.ConnectionString);
        await client.CreateAsync("/floor");
        var (floor, writes) = (new Series(), new RawWrites(raw, "/floor/number-"));
        using var processes = RecipeProcesses.Start(server, "/counter", SessionTimeout, RecipeLibraries.Ours, RecipeLibraries.Curator, RecipeLibraries.Kazoo);
        for (var run = -WarmUps; run < (options.Runs ?? 9); run++)
        {
            var started = TimeProvider.System.GetTimestamp();
            writes.Run(Increments);
            RecipeProcesses.Add(floor, run, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Increments);
            foreach (var (turns, process) in processes.All)
            {
                foreach (var connections in Connections)
                {
                    RecipeProcesses.Add(turns[$"{connections}"], run, (await process.DoAsync(RecipeCommand.Count, connections, Increments))[0]);
                }
            }
        }

        return Report(floor, processes);
    }

    private static Report Report(Series floor, RecipeProcesses processes)
    {
        var (report, ours) = (new Report("counter"), processes.All[0].Turns);
        report.Add("floor: two bare writes", "µs", floor);
        report.Result("floor_us", floor.Median);
        foreach (var (turns, _) in processes.All)
        {
            foreach (var connections in Connections)
            {
                report.Add($"{turns.Library.Name}, increment, connections: {connections}", "µs", turns[$"{connections}"]);
                report.Result($"{turns.Library.Result}_increments_per_second_{connections}", 1_000_000 / turns[$"{connections}"].Median);
            }
        }

        if (processes.Find(RecipeLibraries.Curator) is { } curator)
        {
            foreach (var connections in Connections)
            {
                report.Result($"rate_over_curator_{connections}", curator[$"{connections}"].Over(ours[$"{connections}"]).Median);
            }
        }

        processes.AddMissing(report);
        return report;
    }
}
