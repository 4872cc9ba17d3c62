using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures the return of many applications, with a mirror each, to a restarted server with a heap of 1,000 MB: until the last mirror has verified its tree, against as
/// many raw sockets that read it. A key is written before they connect, so that no mirror finds its tree unchanged. All go through one proxy, which
/// holds them until all have connected, so that the pauses between attempts neither count nor spread the load.
/// </summary>
internal static class Storm
{
    private const int Chunk = 1024;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "storm", options.Znodes ?? 10_000);
        await using var applications = await MirrorFleet.LoadAsync(proxy.ConnectionString, tree, options.Mirrors ?? 500);
        var watches = await ServerGauges.WatchesAsync(server);
        var (ours, floor) = (new Series(), new Series());
        for (var run = 0; run < (options.Runs ?? 3); run++)
        {
            ours.Add(await RestartAsync(server, proxy, tree, applications, ConfigurationTree.Value(-run - 1)));
            floor.Add(await ReadRawAsync(proxy, tree, applications.Count));
            applications.Check();
            RawLoad.Fingerprint(server.ConnectionString, tree.Path, Chunk).EnsureIs(tree.Fingerprint(), "the floor");
        }

        var report = new Report("storm");
        report.Add($"{applications.Count} mirrors of {tree.Keys} keys verified after a restart", "ms", ours);
        report.Add($"floor: {applications.Count} raw sockets read the tree", "ms", floor);
        report.Add("ratio to floor", "", ours.Over(floor));
        report.Result("mirrors", applications.Count);
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Median);
        report.Result("ratio_to_floor", ours.Over(floor).Median);
        report.Result("watches_before", watches);
        report.Result("watches_after", await ServerGauges.WatchesAsync(server));
        return report;
    }

    private static async Task<double> RestartAsync(ZooKeeperServer server, LoopbackProxy proxy, ConfigurationTree tree, MirrorFleet applications, byte[] value)
    {
        proxy.RefuseConnections = true;
        await server.KillAsync();
        await server.StartAgainAsync();
        await using var writer = await MirrorFleet.ConnectAsync(server.ConnectionString);
        await writer.SetDataAsync(tree.PathOf(0), value);
        tree.Wrote(0, value);
        proxy.BlackHole(ProxyDirection.ToServer);
        proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => proxy.ConnectionCount == applications.Count, Deadline);
        var started = TimeProvider.System.GetTimestamp();
        proxy.Heal();
        await applications.ShowAsync(value);
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task<double> ReadRawAsync(LoopbackProxy proxy, ConfigurationTree tree, int count)
    {
        var znodes = tree.Paths.Count();
        proxy.BlackHole(ProxyDirection.ToServer);
        var reads = Enumerable.Range(0, count)
            .Select(_ => Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        await Eventually.TrueAsync(() => proxy.ConnectionCount == 2 * count, Deadline); // the mirrors are still there
        var started = TimeProvider.System.GetTimestamp();
        proxy.Heal();
        await Task.WhenAll(reads);
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;

        void Read()
        {
            using var connection = RawConnection.Open(proxy.ConnectionString);
            var load = new RawLoad(connection, Chunk);
            load.Run(tree.Path);
            if (load.Values != znodes)
            {
                throw new InvalidOperationException("Znodes are missing.");
            }
        }
    }
}
