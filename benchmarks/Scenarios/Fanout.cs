using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures how one changed key reaches many applications, each with a mirror and a session on one server: until the last has it, against as many raw sockets with
/// a recursive watch that read the key at the event. Mirrors and raw sockets follow equal trees, and changes go to them in turns: neither gets in the
/// way of the other. Also measures what an application costs the server, before and after all have reconnected to a restarted server.
/// </summary>
internal static class Fanout
{
    private const int Chunk = 1024;
    private const int WarmUps = 5;
    private const int RawBufferLength = 1 << 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private static int _changes;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var count = options.Mirrors ?? 1_000;

        // Each collection compacts the heap. Otherwise it leaves some garbage in place, which counts as used.
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m", "-XX:MarkSweepAlwaysCompactCount=1"] });
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "fanout", options.Znodes ?? 1_000);
        var rawTree = await ConfigurationTree.CreateAsync(server.ConnectionString, "fanout-raw", options.Znodes ?? 1_000);
        await using (await MirrorFleet.LoadAsync(server.ConnectionString, tree, count: 8))
        {
            // Warms the server up: what it allocates at the first request of each kind counts for neither side.
        }

        var heap = await ServerGauges.HeapAsync(server);
        ApplicationCost cost, costAgain;
        Series ours, floor;
        await using (var applications = await MirrorFleet.LoadAsync(server.ConnectionString, tree, count))
        {
            cost = await ApplicationCost.MeasureAsync(server, count);
            (ours, floor) = await MeasureAsync(server, tree, rawTree, applications, options.Runs ?? 25);
            applications.Check();
            RawLoad.Fingerprint(server.ConnectionString, rawTree.Path, Chunk).EnsureIs(rawTree.Fingerprint(), "the floor");
            await ComeBackAsync(server, tree, applications);
            applications.Check();
            costAgain = await ApplicationCost.MeasureAsync(server, count);
        }

        // In another process, so that the server's usage without applications is its usage after they have left.
        var heapAgain = await ServerGauges.HeapAsync(server);
        var report = new Report("fanout");
        report.Add($"{count} mirrors have a changed key", "ms", ours);
        report.Add($"floor: {count} raw sockets have it", "ms", floor);
        report.Add("ratio to floor", "", ours.Over(floor));
        report.Result("mirrors", count);
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Median);
        report.Result("ratio_to_floor", ours.Over(floor).Median);
        cost.Without(heap).AddTo(report, "an application on the server", "");
        costAgain.Without(heapAgain).AddTo(report, "an application that has come back", "_after_reconnect");
        return report;
    }

    private static async Task<(Series Ours, Series Floor)> MeasureAsync(
        ZooKeeperServer server, ConfigurationTree tree, ConfigurationTree rawTree, MirrorFleet applications, int runs)
    {
        await using var writer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var raws = Enumerable.Range(0, applications.Count).Select(_ => RawConnection.Open(server.ConnectionString, RawBufferLength)).ToList();
        var watches = raws.ConvertAll(raw => new RawWatch(raw, rawTree.Path, rawTree.PathOf(0)));
        var (ours, floor) = (new Series(), new Series());
        for (var run = -WarmUps; run < runs; run++)
        {
            var our = await TimeAsync(tree, applications.ShowAsync);
            var all = await TimeAsync(rawTree, value => Task.WhenAll(watches.Select(async watch => Ensure(await watch.NextAsync(), value))));
            var oneThread = await TimeAsync(rawTree, value => Task.Factory.StartNew(
                () => InTurns(watches, value), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            if (run >= 0)
            {
                ours.Add(our);
                floor.Add(Math.Min(all, oneThread));
            }
        }

        raws.ForEach(raw => raw.Close());
        return (ours, floor);

        async Task<double> TimeAsync(ConfigurationTree changed, Func<byte[], Task> arrivals)
        {
            var value = ConfigurationTree.Value(++_changes);
            changed.Wrote(0, value);
            var arrived = arrivals(value);
            var started = TimeProvider.System.GetTimestamp();
            await writer.SetDataAsync(changed.PathOf(0), value);
            await arrived.WaitAsync(Deadline);
            return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    // Which one is less work depends on the bottleneck: the server or the processor.
    private static void InTurns(List<RawWatch> watches, byte[] value)
    {
        watches.ForEach(watch => watch.Ask());
        watches.ForEach(watch => Ensure(watch.Answer(), value));
    }

    private static void Ensure(ReadOnlySpan<byte> data, byte[] value)
    {
        if (!data.SequenceEqual(value))
        {
            throw new InvalidOperationException("The floor has read another value.");
        }
    }

    private static async Task ComeBackAsync(ZooKeeperServer server, ConfigurationTree tree, MirrorFleet applications)
    {
        await server.RestartAsync();
        await using var writer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var value = ConfigurationTree.Value(++_changes);
        tree.Wrote(0, value);
        await writer.SetDataAsync(tree.PathOf(0), value);
        await applications.ShowAsync(value);
    }
}
