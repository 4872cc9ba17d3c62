using System.Diagnostics;
using System.Text;
using Benchmarks.Applications;
using Benchmarks.Reporting;
using Configuration.ZooKeeper.Revisions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures changes of configuration: plan, apply, import and drift, each against the requests that it cannot do without, and the tool as a whole process.</summary>
internal static class Revisions
{
    // With the head and the record, as many as one transaction may have.
    private const int KeysOfAnApply = 998;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx2000m"] });
        var connectionString = server.ConnectionString;
        var (keys, runs) = (options.Znodes ?? 100_000, options.Runs ?? 5);
        var report = new Report("revisions");
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var tree = await ConfigurationTree.CreateAsync(connectionString, "revisions", keys);
        await GetAsync(report, connectionString, tree, options.Runs ?? 15);
        await ApplyAsync(report, client, connectionString, runs * 20);
        await PlanAndDriftAsync(report, client, tree, runs);
        await ImportAsync(report, client, connectionString, keys, Math.Min(runs, 3));
        return report;
    }

    private static async Task GetAsync(Report report, string connectionString, ConfigurationTree tree, int runs)
    {
        var folder = Directory.CreateTempSubdirectory("configzk-revisions-").FullName;
        try
        {
            foreach (var form in ApplicationForm.All)
            {
                var name = $"configzk get, {form.Name}";
                var (program, problem) = await form.PublishAsync(folder, "src/ConfigZk.Tool", "configzk", "-p:PackAsTool=false");
                if (program is null)
                {
                    report.Without(name, problem!);
                    report.Result($"{form.Result}get_ms", null);
                    continue;
                }

                var times = new Series();
                for (var run = -1; run < runs; run++)
                {
                    var watch = Stopwatch.StartNew();
                    using var process = Process.Start(new ProcessStartInfo(program, ["get", tree.PathOf(0), "--connect", connectionString]) { RedirectStandardOutput = true })!;
                    var value = (await process.StandardOutput.ReadToEndAsync()).TrimEnd('\n');
                    await process.WaitForExitAsync();
                    if (run >= 0) // the files are in the page cache after the first
                    {
                        times.Add(watch.Elapsed.TotalMilliseconds);
                    }

                    Ensure(value == Encoding.UTF8.GetString(tree.ValueFor(0)), "another value");
                }

                report.Add(name, "ms", times);
                report.Result($"{form.Result}get_ms", times.Median);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ApplyAsync(Report report, ZooKeeperClient client, string connectionString, int runs)
    {
        var (ours, bare) = (await ConfigurationTree.CreateAsync(connectionString, "apply", KeysOfAnApply), await ConfigurationTree.CreateAsync(connectionString, "bare", KeysOfAnApply));
        await using var root = await ManagedRoot.OpenAsync(client, ours.Path);
        await root.RegisterAsync();
        var (applies, multis) = (new Series(), new Series());
        for (var run = -10; run < runs; run++)
        {
            var plan = await root.PlanAsync(Desired(ours, KeysOfAnApply, run + 1));
            var multi = new Multi();
            for (var key = 0; key < KeysOfAnApply; key++)
            {
                multi.SetData(bare.PathOf(key), Value(key, run + 1));
            }

            var multiTime = await TimeAsync(() => client.MultiAsync(multi));
            var applyTime = await TimeAsync(() => root.ApplyAsync(plan, "benchmark"));
            if (run >= 0) // the others are for warming up
            {
                multis.Add(multiTime.TotalMilliseconds);
                applies.Add(applyTime.TotalMilliseconds);
            }
        }

        Ensure((await root.DriftAsync()).IsClean, "drift");
        report.Add($"multi of {KeysOfAnApply} writes", "ms", multis);
        report.Add($"apply of {KeysOfAnApply} keys", "ms", applies);
        report.Add($"apply of {KeysOfAnApply} keys, ratio to the multi", "", applies.Over(multis));
        report.Result("multi_ms", multis.Median);
        report.Result("apply_ms", applies.Median);
        report.Result("apply_over_multi", applies.Over(multis).Median);
    }

    private static async Task PlanAndDriftAsync(Report report, ZooKeeperClient client, ConfigurationTree tree, int runs)
    {
        await using (var root = await ManagedRoot.OpenAsync(client, tree.Path))
        {
            await root.RegisterAsync();
        }

        var desired = Desired(tree, tree.Keys, number: 0);
        for (var key = 0; key < 1_000; key++)
        {
            desired.Set(tree.PathOf(key * (tree.Keys / 1_000))[(tree.Path.Length + 1)..], Value(key, number: 7));
        }

        var (loads, plans, drifts) = (new Series(), new Series(), new Series());
        for (var run = -1; run < runs; run++)
        {
            GC.Collect();
            var load = await TimeAsync(async () =>
            {
                await using var mirror = client.Mirror(tree.Path);
                await mirror.RefreshAsync();
            });
            GC.Collect();
            var plan = await TimeAsync(async () =>
            {
                await using var root = await ManagedRoot.OpenAsync(client, tree.Path);
                var made = await root.PlanAsync(desired);
                Ensure(made.Changes.Count == 1_000, $"{made.Changes.Count} changes");
            });
            GC.Collect();
            var drift = await TimeAsync(async () =>
            {
                await using var root = await ManagedRoot.OpenAsync(client, tree.Path);
                Ensure((await root.DriftAsync()).IsClean, "drift");
            });
            if (run >= 0)
            {
                loads.Add(load.TotalMilliseconds);
                plans.Add(plan.TotalMilliseconds);
                drifts.Add(drift.TotalMilliseconds);
            }
        }

        report.Add($"load of {tree.Keys} keys by a mirror", "ms", loads);
        report.Add($"plan of 1,000 changes in {tree.Keys} keys, with the load", "ms", plans);
        report.Add($"drift of {tree.Keys} keys, with the load", "ms", drifts);
        report.Add($"drift of {tree.Keys} keys, ratio to the load", "", drifts.Over(loads));
        report.Result("load_ms", loads.Median);
        report.Result("plan_ms", plans.Median);
        report.Result("drift_ms", drifts.Median);
        report.Result("drift_over_load", drifts.Over(loads).Median);
    }

    private static async Task ImportAsync(Report report, ZooKeeperClient client, string connectionString, int keys, int runs)
    {
        var (imports, reloads) = (new Series(), new Series());
        var tree = await ConfigurationTree.CreateAsync(connectionString, "import", keys);
        await using var root = await ManagedRoot.OpenAsync(client, tree.Path);
        await root.RegisterAsync();
        using var application = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path).Build();
        for (var run = 1; run <= runs; run++)
        {
            var (seen, last) = (0, Encoding.UTF8.GetString(Value(keys - 1, run)));
            var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = ChangeToken.OnChange(((IConfiguration)application).GetReloadToken, () =>
            {
                seen++;
                if (application[tree.KeyOf(keys - 1)] == last)
                {
                    published.TrySetResult();
                }
            });
            imports.Add((await TimeAsync(async () =>
            {
                await root.ImportAsync(await root.PlanAsync(Desired(tree, keys, run)), "benchmark");
                await published.Task;
            })).TotalSeconds);
            reloads.Add(seen);
        }

        report.Add($"import of {keys} keys, until an application has them", "s", imports);
        report.Add($"import of {keys} keys, reloads", "", reloads);
        report.Result("import_s", imports.Median);
        report.Result("import_reloads", reloads.Max);
    }

    private static byte[] Value(int key, int number) => number == 0 ? ConfigurationTree.Value(key) : ConfigurationTree.Value(key + (number * 1_000_000));

    private static DesiredState Desired(ConfigurationTree tree, int keys, int number)
    {
        var desired = new DesiredState();
        for (var key = 0; key < keys; key++)
        {
            desired.Set(tree.PathOf(key)[(tree.Path.Length + 1)..], Value(key, number));
        }

        return desired;
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started);
    }

    private static void Ensure(bool isRight, string problem)
    {
        if (!isRight)
        {
            throw new InvalidOperationException($"The result is wrong: {problem}.");
        }
    }
}
