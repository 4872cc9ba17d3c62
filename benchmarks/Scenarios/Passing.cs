using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures a round of a double barrier, from the first that enters to the last that has left, with 2 and 50 participants. Both libraries take turns.</summary>
internal static class Passing
{
    private const int WarmUps = 2;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly (int Participants, int Rounds)[] Sizes = [(2, 40), (50, 4)];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        using var processes = RecipeProcesses.Start(server, "/barrier", SessionTimeout, RecipeLibraries.Ours, RecipeLibraries.Curator);
        for (var run = -WarmUps; run < (options.Runs ?? 9); run++)
        {
            foreach (var (turns, process) in processes.All)
            {
                foreach (var (participants, rounds) in Sizes)
                {
                    var requests = await ServerGauges.RequestsAsync(server);
                    RecipeProcesses.Add(turns[$"{participants}"], run, (await process.DoAsync(RecipeCommand.Pass, participants, rounds))[0] / 1_000);
                    RecipeProcesses.Add(turns[$"{participants} requests"], run, (await ServerGauges.RequestsAsync(server) - requests) / rounds / participants);
                }
            }
        }

        return Report(processes);
    }

    private static Report Report(RecipeProcesses processes)
    {
        var (report, ours) = (new Report("barrier"), processes.All[0].Turns);
        foreach (var (turns, _) in processes.All)
        {
            foreach (var (participants, _) in Sizes)
            {
                report.Add($"{turns.Library.Name}, enter and leave, {participants} participants", "ms", turns[$"{participants}"]);
                report.Add($"{turns.Library.Name}, the same, requests of one participant", "", turns[$"{participants} requests"]);
                report.Result($"{turns.Library.Result}_round_ms_{participants}", turns[$"{participants}"].Median);
                report.Result($"{turns.Library.Result}_requests_{participants}", turns[$"{participants} requests"].Median);
            }
        }

        if (processes.Find(RecipeLibraries.Curator) is { } curator)
        {
            foreach (var (participants, _) in Sizes)
            {
                report.Result($"round_over_curator_{participants}", ours[$"{participants}"].Over(curator[$"{participants}"]).Median);
            }
        }

        processes.AddMissing(report);
        return report;
    }
}
