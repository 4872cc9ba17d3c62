using System.Buffers.Binary;
using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>Measures the client alone with many operations in flight, against a raw socket that does the same. Compares every value that is read.</summary>
internal static class Throughput
{
    private const int Znodes = 1000;
    private const int Gets = 50_000;
    private const int Sets = 5_000;

    private static readonly byte[] Written = ConfigurationTree.Value(-1);

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var tree = await ConfigurationTree.CreateAsync(connectionString, "throughput", Znodes);
        string[] paths = [.. Enumerable.Range(0, Znodes).Select(tree.PathOf)];
        byte[][] values = [.. Enumerable.Range(0, Znodes).Select(ConfigurationTree.Value)];
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        using var raw = RawConnection.Open(connectionString);
        var rawGets = new RawThroughputSeries(raw, parts => RawThroughput.GetData(paths, parts));
        var rawSets = new RawThroughputSeries(raw, parts => RawThroughput.SetData(paths, parts, Written));

        var (ours, bytes) = (new Series(), new Series());
        var (ourSets, setBytes) = (new Series(), new Series());
        var runs = options.Runs ?? 9;
        for (var run = 0; run <= runs; run++)
        {
            var (our, allocated) = await TimeAsync(
                Gets, number => client.GetDataAsync(paths[number % Znodes]), (number, read) => EnsureSame(read.Data, values[number % Znodes]));
            rawGets.Run(Gets, (number, reply) => Compare(reply, values[number % Znodes]), isWarm: run > 0);
            if (run > 0)
            {
                ours.Add(our); // the first is for warming up
                bytes.Add(allocated);
            }
        }

        for (var run = 0; run <= runs; run++)
        {
            var (our, allocated) = await TimeAsync(Sets, number => client.SetDataAsync(paths[number % Znodes], Written), static (_, _) => { });
            rawSets.Run(Sets, static (_, _) => { }, isWarm: run > 0);
            if (run > 0)
            {
                ourSets.Add(our);
                setBytes.Add(allocated);
            }
        }

        await EnsureWrittenAsync(client, paths, (runs + 1) * (1 + RawThroughputSeries.Count) * Sets / Znodes);
        var (floor, floorSets) = (rawGets.Best, rawSets.Best);
        var report = new Report("throughput");
        report.Add("getData, ours", "µs", ours);
        report.Add("getData, floor", "µs", floor);
        report.Add("getData, ratio to floor", "", ours.Over(floor));
        report.Add("getData, allocated", "B", bytes);
        report.Add("setData, ours", "µs", ourSets);
        report.Add("setData, floor", "µs", floorSets);
        report.Add("setData, ratio to floor", "", ourSets.Over(floorSets));
        report.Add("setData, allocated", "B", setBytes);
        report.Result("window", RawThroughput.Window);
        report.Result("gets_per_second", 1_000_000 / ours.Median);
        report.Result("sets_per_second", 1_000_000 / ourSets.Median);
        report.Result("ratio_to_floor", ours.Over(floor).Median);
        report.Result("ratio_to_floor_set", ourSets.Over(floorSets).Median);
        report.Result("bytes_per_get", bytes.Median);
        report.Result("bytes_per_set", setBytes.Median);
        return report;
    }

    // Replies come in the order of the requests, so the oldest is waited for.
    private static async Task<(double Microseconds, double Bytes)> TimeAsync<T>(int operations, Func<int, Task<T>> start, Action<int, T> check)
    {
        var pending = new Task<T>[RawThroughput.Window];
        GC.Collect();
        var (allocated, started) = (GC.GetTotalAllocatedBytes(precise: true), TimeProvider.System.GetTimestamp());
        for (var number = 0; number < operations + RawThroughput.Window; number++)
        {
            var place = number % RawThroughput.Window;
            if (number >= RawThroughput.Window)
            {
                check(number - RawThroughput.Window, await pending[place]);
            }

            if (number < operations)
            {
                pending[place] = start(number);
            }
        }

        var time = TimeProvider.System.GetElapsedTime(started);
        return (time.TotalMicroseconds / operations, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)operations);
    }

    private static void Compare(ReadOnlySpan<byte> reply, byte[] expected) =>
        EnsureSame(reply.Slice(sizeof(int), BinaryPrimitives.ReadInt32BigEndian(reply)), expected);

    private static void EnsureSame(ReadOnlySpan<byte> read, byte[] expected)
    {
        if (!read.SequenceEqual(expected))
        {
            throw new InvalidOperationException("A value is not the one that was written.");
        }
    }

    // Both sides have done all their writes.
    private static async Task EnsureWrittenAsync(ZooKeeperClient client, string[] paths, int version)
    {
        foreach (var path in paths)
        {
            var read = await client.GetDataAsync(path);
            EnsureSame(read.Data, Written);
            if (read.Stat.Version != version)
            {
                throw new InvalidOperationException($"{path} was written {read.Stat.Version} times instead of {version}.");
            }
        }
    }
}
