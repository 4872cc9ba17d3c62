using System.Diagnostics;
using Benchmarks.Peers;
using Benchmarks.Reporting;
using Benchmarks.Applications;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures what a configuration source adds to the start of a host. Each start is a fresh process, so nothing is warm. All kinds of start take turns, and what a
/// kind adds is its difference to the empty host of the same turn. Peers are started the same way, with the start of their own process.
/// </summary>
internal static class Start
{
    private const int WarmUps = 1; // the files are in the page cache after it
    private const string Millisecond = "ms";

    private static readonly int[] Sizes = [20, 1_000, 10_000];

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("configzk-start-").FullName;
        try
        {
            var trees = await Task.WhenAll(Sizes.Select(size => ConfigurationTree.CreateAsync(connectionString, "start", size)));
            StartKind[] kinds =
            [
                StartKind.Empty,
                await StartKind.JsonAsync(folder, trees[0]),
                await StartKind.JsonAsync(folder, trees[^1]),
                .. trees.Select(tree => StartKind.ZooKeeper(connectionString, tree)),
            ];
            var report = new Report("start");
            foreach (var form in ApplicationForm.All.Append(await ApplicationForm.PackagedAsync(folder)))
            {
                var (program, problem) = await form.PublishAsync(folder);
                if (program is null)
                {
                    report.Without(form.Name, problem!);
                }
                else
                {
                    AddTo(report, form, kinds, await MeasureAsync(program, kinds, options.Runs ?? 15));
                }
            }

            await AddPeersAsync(report, connectionString, trees[0], options.Runs ?? 5);
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<StartCosts[]> MeasureAsync(string program, StartKind[] kinds, int runs)
    {
        var costs = Array.ConvertAll(kinds, _ => new StartCosts());
        for (var run = -WarmUps; run < runs; run++)
        {
            foreach (var (kind, cost) in kinds.Zip(costs))
            {
                var start = await ColdProcess.RunAsync(program, kind.Arguments, kind.Expected);
                if (run >= 0)
                {
                    cost.Add(start);
                }
            }
        }

        return costs;
    }

    private static void AddTo(Report report, ApplicationForm form, StartKind[] kinds, StartCosts[] costs)
    {
        var empty = costs[0];
        report.Add($"{form.Name}: {kinds[0].Name}, the whole process", Millisecond, empty.Wall);
        report.Result($"{form.Result}empty_ms", empty.Wall.Median);
        foreach (var (kind, cost) in kinds.Zip(costs).Skip(1))
        {
            var added = cost.Started.Minus(empty.Started);
            var methods = cost.Methods.Minus(empty.Methods);
            report.Add($"{form.Name}: {kind.Name}, the whole process", Millisecond, cost.Wall);
            report.Add($"{form.Name}: {kind.Name} adds", Millisecond, added);
            report.Add($"{form.Name}: {kind.Name} adds, processor", Millisecond, cost.Processor.Minus(empty.Processor));
            report.Add($"{form.Name}: {kind.Name} adds", "methods compiled", methods);
            report.Result($"{form.Result}added_ms_{kind.Result}", added.Median);
            report.Result($"{form.Result}methods_{kind.Result}", methods.Median);
        }

        report.Result($"{form.Result}ratio_to_json_20", costs[3].Started.Minus(empty.Started).Median / costs[1].Started.Minus(empty.Started).Median);
    }

    private static async Task AddPeersAsync(Report report, string connectionString, ConfigurationTree tree, int runs)
    {
        foreach (var installation in PeerInstallation.All)
        {
            var times = new Series();
            for (var run = 0; run < runs && installation.Command is not null; run++)
            {
                var watch = Stopwatch.StartNew();
                using var peer = installation.Start(connectionString, tree)!;
                (_, var fingerprint) = await peer.LoadAsync();
                times.Add(watch.Elapsed.TotalMilliseconds);
                fingerprint.EnsureIs(tree.Fingerprint(), installation.Name);
            }

            if (times.Count == 0)
            {
                report.Without(installation.Name, installation.Remedy);
                continue;
            }

            report.Add($"{installation.Name}, {tree.Keys} keys, the whole process", Millisecond, times);
            report.Result($"{installation.Result}_with_process", times.Median);
        }
    }
}
