using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures how a mirror verifies its tree after it has resumed its session, with small and with large values, over the loopback interface and over a slow link,
/// against three raw methods: reading everything again, comparing Stats, and setWatches with its clean-up. One key is written meanwhile, so that the tree is not
/// known to be unchanged at once; that case is measured separately, as is the mirror's cost until then.
/// </summary>
internal static class Resync
{
    private const int Chunk = 1024;
    private const int Changes = 100;
    private const int WarmUps = 60; // returns to a small tree, in each way

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("resync");
        var comparisons = new List<ResyncComparison>();
        foreach (var series in ResyncSeries.All(options.Znodes ?? 10_000))
        {
            await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
            await LoadPair.WarmUpAsync(server.ConnectionString);
            if (comparisons.Count == 0)
            {
                await MeasureAsync(server, ResyncSeries.WarmUp, WarmUps);
            }

            var comparison = await MeasureAsync(server, series, options.Runs ?? 7);
            comparison.AddTo(report, $"{series.Znodes:#,0} {series.Name}", series.Result);
            comparisons.Add(comparison);
        }

        var worst = comparisons.MaxBy(comparison => comparison.Ratio.Median)!;
        report.Result("znodes", options.Znodes ?? 10_000);
        report.Result("ours_ms", worst.Ours.Median);
        report.Result("floor_ms", worst.Floor.Median);
        report.Result("ratio_to_floor", worst.Ratio.Median);
        return report;
    }

    private static async Task<ResyncComparison> MeasureAsync(ZooKeeperServer server, ResyncSeries series, int runs)
    {
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "resync", series.Znodes, valueLength: series.ValueLength);
        await using var proxy = await series.StartProxyAsync(server.Port);
        await using var rawProxy = await series.StartProxyAsync(server.Port);
        await using var writer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = SessionTimeout });
        proxy.ResetCounters();
        var mirror = client.Mirror(tree.Path);
        await mirror.NextAsync(null);
        var start = new ReturnCost(0, proxy.RequestCount, proxy.BytesToServer, proxy.BytesToClient);
        var written = 0;
        proxy.ResetCounters();
        for (var change = 0; change < Changes; change++)
        {
            await mirror.ShowsAsync(tree.PathOf(0), await WriteAsync());
        }

        var changes = new ReturnCost(0, proxy.RequestCount, proxy.BytesToServer, proxy.BytesToClient);
        await mirror.RefreshAsync();
        var unchanged = await Absence.MeasureAsync(proxy, () => mirror.IsStale, mirror.IsVerifiedAsync, () => Task.CompletedTask);
        string[] paths = [.. tree.Paths.Skip(1)];
        ResyncFloor[] floors =
        [
            new("read all again", "floor_read_all", ReadAll),
            new("compare Stats", "floor_compare", Compare),
            .. series.HasSetWatches ? [new ResyncFloor("setWatches, clean-up", "floor_set_watches", AskForChanges)] : Array.Empty<ResyncFloor>(),
        ];
        var comparison = new ResyncComparison(start, changes, Changes, unchanged, floors);
        for (var run = -1; run < runs; run++)
        {
            var ours = await Absence.MeasureAsync(proxy, () => mirror.IsStale, ComeBackAsync, WriteAsync);
            Fingerprints.Of(mirror.Current!, tree.Path).EnsureIs(tree.Fingerprint(), "ours");
            if (run >= 0)
            {
                comparison.Add(ours); // the first is for warming up
            }

            foreach (var floor in floors)
            {
                var cost = await ReturnRawAsync(rawProxy, tree, WriteAsync, floor.Method);
                if (run >= 0)
                {
                    floor.Costs.Add(cost);
                }
            }

            async Task ComeBackAsync()
            {
                await mirror.ShowsAsync(tree.PathOf(0), tree.ValueFor(written + 1));
                await mirror.IsVerifiedAsync();
            }
        }

        RawLoad.Fingerprint(server.ConnectionString, tree.Path, Chunk).EnsureIs(tree.Fingerprint(), "the floor");
        return comparison;

        async Task<byte[]> WriteAsync()
        {
            var value = tree.ValueFor(++written);
            await writer.SetDataAsync(tree.PathOf(0), value);
            tree.Wrote(0, value);
            return value;
        }

        void ReadAll(RawConnection connection, long zxid)
        {
            var load = new RawLoad(connection, Chunk);
            load.Run(tree.Path);
            Ensure(load.Values == paths.Length + 1);
        }

        void Compare(RawConnection connection, long zxid)
        {
            var changed = new RawComparison(connection).Run(tree.Path, [tree.Path, .. paths], zxid);
            Ensure(changed.Count == 1 && changed[tree.PathOf(0)].AsSpan().SequenceEqual(tree.ValueFor(written)));
        }

        void AskForChanges(RawConnection connection, long zxid)
        {
            var changed = new RawSetWatches(connection).Run(tree.Path, paths, zxid);
            Ensure(changed.Count == 2 && changed[tree.PathOf(0)].AsSpan().SequenceEqual(tree.ValueFor(written)));
        }
    }

    private static async Task<ReturnCost> ReturnRawAsync(LoopbackProxy proxy, ConfigurationTree tree, Func<Task> meanwhile, Action<RawConnection, long> method)
    {
        var before = RawConnection.Open(proxy.ConnectionString);
        _ = new RawWatch(before, tree.Path, tree.PathOf(0)); // its reply has a zxid
        RawConnection? after = null;
        var cost = await Absence.MeasureAsync(proxy, () => true, StartToComeBack, meanwhile);
        after!.Close();
        return cost;

        Task StartToComeBack() => Task.Factory.StartNew(ComeBack, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        void ComeBack()
        {
            before.Dispose();
            after = before.Reattach(proxy.ConnectionString);
            method(after, before.Zxid);
        }
    }

    private static void Ensure(bool isComplete)
    {
        if (!isComplete)
        {
            throw new InvalidOperationException("Not all that changed was found.");
        }
    }
}
