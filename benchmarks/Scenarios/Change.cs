using System.Text;
using Benchmarks.Floor;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures what one changed key costs in this process, by the size of its tree. Another process writes. The listener reads the key, and binds no options.
/// </summary>
/// <remarks>
/// The floor is a raw socket with a recursive watch that reads the key at the event: what .NET takes to wake a process twice. What the framework allocates for its
/// change tokens, with the same listener and no ZooKeeper, is measured as well. Both are part of our figures.
/// </remarks>
internal static class Change
{
    private const int ChangesOfARun = 1000;

    private static readonly byte[] Last = Encoding.UTF8.GetBytes(Writer.Last);

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var largest = options.Znodes ?? 100_000;
        (string Name, ConfigurationTree Tree)[] trees =
        [
            ("1,000 keys", await ConfigurationTree.CreateAsync(connectionString, "change", 1_000)),
            ("10,000 keys", await ConfigurationTree.CreateAsync(connectionString, "change", 10_000)),
            ("10,000 keys in one section", await ConfigurationTree.CreateAsync(connectionString, "change", 10_000, keysInGroup: 10_000)),
            ($"{largest:#,0} keys", await ConfigurationTree.CreateAsync(connectionString, "change", largest)),
        ];
        (string Name, Func<Task<Cost>> MeasureAsync)[] rows =
        [
            .. trees.Select(tree => (tree.Name, (Func<Task<Cost>>)(() => OursAsync(connectionString, tree.Tree)))),
            ("floor", () => FloorAsync(connectionString, trees[0].Tree)),
        ];
        var cpu = rows.Select(_ => new Series()).ToArray();
        var bytes = rows.Select(_ => new Series()).ToArray();
        for (var run = options.Runs ?? 5; run >= 0; run--)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var (microseconds, allocated) = await rows[i].MeasureAsync();
                if (run < (options.Runs ?? 5))
                {
                    cpu[i].Add(microseconds); // the first is for warming up
                    bytes[i].Add(allocated);
                }
            }
        }

        return ReportOf([.. rows.Select(row => row.Name)], cpu, bytes);
    }

    // The last row is the floor.
    private static Report ReportOf(string[] names, Series[] cpu, Series[] bytes)
    {
        var report = new Report("change");
        for (var i = 0; i < names.Length; i++)
        {
            report.Add($"{names[i]}, processor time", "µs", cpu[i]);
            report.Add($"{names[i]}, allocated", "B", bytes[i]);
        }

        var tokens = TokenChanges.BytesOfOne();
        var growth = cpu[^2].Over(cpu[0]);
        report.Add("change tokens of the framework, allocated", "B", tokens);
        report.Add("growth from the smallest tree to the largest", "", growth);
        report.Add("ratio to floor, processor time", "", cpu[^2].Over(cpu[^1]));
        report.Result("changes", ChangesOfARun);
        report.Result("cpu_us", cpu[^2].Median);
        report.Result("floor_cpu_us", cpu[^1].Median);
        report.Result("ratio_to_floor", cpu[^2].Over(cpu[^1]).Median);
        report.Result("growth", growth.Median);
        report.Result("bytes_allocated", bytes[..^1].Max(series => series.Median));
        report.Result("bytes_of_tokens", tokens);
        return report;
    }

    private static async Task<Cost> OursAsync(string connectionString, ConfigurationTree tree)
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
        var cost = await CostAsync(connectionString, tree, last.Task, () => reloads);
        Fingerprints.Of(configuration).EnsureIs(tree.Fingerprint(), "ours");
        return cost;
    }

    private static async Task<Cost> FloorAsync(string connectionString, ConfigurationTree tree)
    {
        using var connection = RawConnection.Open(connectionString);
        var watch = new RawWatch(connection, tree.Path, tree.PathOf(tree.Keys / 2));
        var changes = 0;
        return await CostAsync(connectionString, tree, FollowAsync(), () => changes);

        async Task FollowAsync()
        {
            byte[] data;
            do
            {
                data = await watch.NextAsync();
                changes++;
            }
            while (!data.AsSpan().SequenceEqual(Last));
        }
    }

    private static async Task<Cost> CostAsync(string connectionString, ConfigurationTree tree, Task last, Func<int> seen)
    {
        var number = tree.Keys / 2;
        using var writer = Writer.Start(connectionString, tree.PathOf(number), ChangesOfARun);
        await writer.ReadyAsync();
        GC.Collect();
        var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));
        writer.Go();
        await last;
        var (used, allocated) = (Environment.CpuUsage.TotalTime - cpu, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        tree.Wrote(number, Last);
        var changes = seen();
        return changes > ChangesOfARun / 2
            ? new Cost(used.TotalMicroseconds / changes, allocated / (double)changes)
            : throw new InvalidOperationException($"{ChangesOfARun} changes were seen as {changes} only.");
    }

    private readonly record struct Cost(double Microseconds, double Bytes);
}
