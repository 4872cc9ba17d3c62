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
        var expected = tree.Fingerprint();
        var first = TimeOurs(connectionString, tree, expected);
        for (var i = 0; i < WarmUps; i++)
        {
            TimeOurs(connectionString, tree, expected);
            TimeFloor(connectionString, tree, expected);
        }

        var (ours, floor) = (new Series(), new Series());
        (double Milliseconds, int Requests, long Bytes) least = default;
        for (var run = options.Runs ?? 15; run > 0; run--)
        {
            ours.Add(TimeOurs(connectionString, tree, expected));
            least = TimeFloor(connectionString, tree, expected);
            floor.Add(least.Milliseconds);
        }

        var report = new Report("load");
        report.Add("first load of the process", "ms", first);
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

    public static double TimeOurs(string connectionString, ConfigurationTree tree, Fingerprint expected)
    {
        // Checking the last load has left garbage that is not this one's.
        GC.Collect();
        var started = TimeProvider.System.GetTimestamp();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path).Build();
        var last = configuration[tree.KeyOf(tree.Keys - 1)];
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        Fingerprints.Of(configuration).EnsureIs(expected, "ours");
        return last is null ? throw new InvalidOperationException("The last key is missing.") : time;
    }

    /// <summary>The best of the sizes of chunks.</summary>
    public static (double Milliseconds, int Requests, long Bytes) TimeFloor(string connectionString, ConfigurationTree tree, Fingerprint expected)
    {
        GC.Collect();
        return Chunks.Select(chunk => TimeFloor(connectionString, tree, expected, chunk)).MinBy(load => load.Milliseconds);
    }

    private static (double Milliseconds, int Requests, long Bytes) TimeFloor(string connectionString, ConfigurationTree tree, Fingerprint expected, int chunk)
    {
        var started = TimeProvider.System.GetTimestamp();
        var connection = RawConnection.Open(connectionString);
        var load = new RawLoad(connection, chunk);
        load.Run(tree.Path);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        var (requests, bytes) = (connection.Requests, connection.Bytes);
        connection.Close();

        // What it has read it did not keep: the same is read again for that.
        RawLoad.Fingerprint(connectionString, tree.Path, chunk).EnsureIs(expected, "the floor");
        return load.Values == tree.Paths.Count() ? (time, requests, bytes) : throw new InvalidOperationException("Znodes are missing.");
    }
}
