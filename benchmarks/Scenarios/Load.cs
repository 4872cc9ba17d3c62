using Benchmarks.Floor;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;

namespace Benchmarks.Scenarios;

/// <summary>From nothing to all keys readable, with the connecting, against a raw socket that reads the same tree.</summary>
internal static class Load
{
    private const int WarmUps = 3;

    private static readonly int[] Chunks = [256, 1024];

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var tree = await ConfigurationTree.CreateAsync(connectionString, "load", options.Znodes ?? 10_000);
        var first = Time(() => LoadOurs(connectionString, tree));
        for (var i = 0; i < WarmUps; i++)
        {
            LoadOurs(connectionString, tree);
            LoadRaw(connectionString, tree, Chunks[i % Chunks.Length]);
        }

        var (ours, floor) = (new Series(), new Series());
        (int Requests, long Bytes) least = default;
        for (var run = options.Runs ?? 15; run > 0; run--)
        {
            ours.Add(Time(() => LoadOurs(connectionString, tree)));
            floor.Add(Chunks.Min(chunk => Time(() => least = LoadRaw(connectionString, tree, chunk))));
        }

        var report = new Report("load");
        report.Add("first load of the process", "ms", Once(first));
        report.Add("ours", "ms", ours);
        report.Add($"floor, {least.Requests} requests, {least.Bytes:#,0} bytes", "ms", floor);
        report.Add("ratio to floor", "", ours.Over(floor));
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Median);
        report.Result("ratio_to_floor", ours.Over(floor).Median);
        report.Result("first_load_ms", first);
        return report;
    }

    private static void LoadOurs(string connectionString, ConfigurationTree tree)
    {
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path).Build();
        if (configuration[tree.KeyOf(tree.Keys - 1)] is null)
        {
            throw new InvalidOperationException("The last key is missing.");
        }
    }

    private static (int Requests, long Bytes) LoadRaw(string connectionString, ConfigurationTree tree, int chunk)
    {
        using var connection = RawConnection.Open(connectionString);
        var load = new RawLoad(connection, chunk);
        load.Run(tree.Path);
        return load.Values > tree.Keys ? (connection.Requests, connection.Bytes) : throw new InvalidOperationException("Znodes are missing.");
    }

    private static double Time(Action action)
    {
        var started = TimeProvider.System.GetTimestamp();
        action();
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Series Once(double value)
    {
        var series = new Series();
        series.Add(value);
        return series;
    }
}
