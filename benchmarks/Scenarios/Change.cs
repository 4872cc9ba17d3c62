using System.Diagnostics;
using System.Text;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Benchmarks.Scenarios;

/// <summary>Measures what one changed key costs in this process, by the size of its tree. Another process writes.</summary>
internal static class Change
{
    private const int ChangesOfARun = 1000;

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var largest = options.Znodes ?? 100_000;
        (string Name, ConfigurationTree Tree)[] trees =
        [
            ("1,000 keys", await ConfigurationTree.CreateAsync(connectionString, "change", 1_000)),
            ("10,000 keys", await ConfigurationTree.CreateAsync(connectionString, "change", 10_000)),
            ("10,000 keys in one section", await ConfigurationTree.CreateAsync(connectionString, "change", 10_000, keysInGroup: 10_000)),
            ($"{largest} keys", await ConfigurationTree.CreateAsync(connectionString, "change", largest)),
        ];
        var cpu = trees.Select(_ => new Series()).ToArray();
        var bytes = trees.Select(_ => new Series()).ToArray();
        for (var run = options.Runs ?? 5; run >= 0; run--)
        {
            for (var i = 0; i < trees.Length; i++)
            {
                var (microseconds, allocated) = await MeasureAsync(connectionString, trees[i].Tree);
                if (run < (options.Runs ?? 5))
                {
                    cpu[i].Add(microseconds); // the first is for warming up
                    bytes[i].Add(allocated);
                }
            }
        }

        var report = new Report("change");
        for (var i = 0; i < trees.Length; i++)
        {
            report.Add($"{trees[i].Name}, processor time", "µs", cpu[i]);
            report.Add($"{trees[i].Name}, allocated", "B", bytes[i]);
        }

        report.Add("growth from the smallest tree to the largest", "", cpu[^1].Over(cpu[0]));
        report.Result("changes", ChangesOfARun);
        report.Result("cpu_us", cpu[^1].Median);
        report.Result("growth", cpu[^1].Over(cpu[0]).Median);
        report.Result("bytes_allocated", bytes.Max(series => series.Median));
        return report;
    }

    private static async Task<(double Microseconds, double Bytes)> MeasureAsync(string connectionString, ConfigurationTree tree)
    {
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add(tree.Path);
            options.MinReloadInterval = TimeSpan.Zero;
        }).Build();
        var reloads = 0;
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var number = tree.Keys / 2;
        var key = tree.KeyOf(number);
        using var subscription = ChangeToken.OnChange(configuration.GetReloadToken, () =>
        {
            reloads++;
            if (configuration[key] == Writer.Last)
            {
                last.TrySetResult();
            }
        });
        using var writer = Writer.Start(connectionString, tree.PathOf(number), ChangesOfARun);
        await writer.ReadyAsync();
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var (cpu, bytes) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true));
        writer.Go();
        await last.Task;
        process.Refresh();
        var (used, allocated) = (process.TotalProcessorTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        tree.Wrote(number, Encoding.UTF8.GetBytes(Writer.Last));
        Fingerprints.Of(configuration).EnsureIs(tree.Fingerprint(), "ours");
        return reloads > ChangesOfARun / 2
            ? (used.TotalMicroseconds / reloads, allocated / (double)reloads)
            : throw new InvalidOperationException($"{ChangesOfARun} changes were seen as {reloads} reloads only.");
    }
}
