using Benchmarks.Floor;
using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures queues: enqueueing, and taking and completing items with 1 and 8 consumers. All libraries take turns. Then takes from longer and longer queues.</summary>
internal static class Queueing
{
    private const int WarmUps = 2;
    private const int Items = 240;
    private const int LongRun = 256;
    private const string Enqueue = "enqueue";
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly int[] Consumers = [1, 8];
    private static readonly int[] Lengths = [100, 1_000, 10_000, 50_000];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var raw = RawConnection.Open(server.ConnectionString);
        await client.CreateAsync("/floor");
        var (floor, writes) = (new Series(), new RawWrites(raw, "/floor/item-"));
        using var processes = RecipeProcesses.Start(server, "/queue", SessionTimeout, RecipeLibraries.Ours, RecipeLibraries.Curator, RecipeLibraries.Kazoo);
        var number = 0;
        for (var run = -WarmUps; run < (options.Runs ?? 9); run++)
        {
            var started = TimeProvider.System.GetTimestamp();
            writes.Run(Items);
            RecipeProcesses.Add(floor, run, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Items);
            foreach (var (turns, process) in processes.All)
            {
                RecipeProcesses.Add(turns[Enqueue], run, await TimeAsync(process, RecipeCommand.Enqueue, Items, ++number));
                await client.DeleteSubtreeAsync($"/queue/{turns.Library.Result}/{number}");
                foreach (var consumers in Consumers)
                {
                    await TimeAsync(process, RecipeCommand.Fill, Items, ++number);
                    RecipeProcesses.Add(turns[$"{consumers}"], run, await TimeAsync(process, RecipeCommand.Consume, consumers, Items, number));
                    await client.DeleteSubtreeAsync($"/queue/{turns.Library.Result}/{number}");
                }
            }
        }

        var report = Report(floor, processes);
        foreach (var length in Lengths)
        {
            var (ours, series) = (processes.All[0].Process, new Series());
            await TimeAsync(ours, RecipeCommand.Fill, length + (LongRun * 3), ++number);
            for (var run = 0; run < 3; run++)
            {
                series.Add(await TimeAsync(ours, RecipeCommand.Consume, 1, LongRun, number));
            }

            report.Add(FormattableString.Invariant($"ours, take and complete, {length:N0} items behind"), "µs", series);
            report.Result($"ours_behind_{length}_us", series.Median);
            await client.DeleteSubtreeAsync($"/queue/ours/{number}");
        }

        return report;
    }

    private static async Task<double> TimeAsync(RecipeProcess process, string command, params int[] numbers) => (await process.DoAsync(command, numbers))[0];

    private static Report Report(Series floor, RecipeProcesses processes)
    {
        var (report, ours) = (new Report("queue"), processes.All[0].Turns);
        report.Add("floor: two bare writes", "µs", floor);
        report.Result("floor_us", floor.Median);
        foreach (var (turns, _) in processes.All)
        {
            var (name, result) = (turns.Library.Name, turns.Library.Result);
            report.Add($"{name}, enqueue", "µs", turns[Enqueue]);
            report.Result($"{result}_enqueue_per_second", 1_000_000 / turns[Enqueue].Median);
            foreach (var consumers in Consumers)
            {
                report.Add($"{name}, take and complete, consumers: {consumers}", "µs", turns[$"{consumers}"]);
                report.Result($"{result}_taken_per_second_{consumers}", 1_000_000 / turns[$"{consumers}"].Median);
            }
        }

        if (processes.Find(RecipeLibraries.Curator) is { } curator)
        {
            report.Result("enqueue_over_curator", ours[Enqueue].Over(curator[Enqueue]).Median);
            foreach (var consumers in Consumers)
            {
                report.Result($"rate_over_curator_{consumers}", curator[$"{consumers}"].Over(ours[$"{consumers}"]).Median);
            }
        }

        processes.AddMissing(report);
        return report;
    }
}
