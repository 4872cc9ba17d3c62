using System.Globalization;
using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Many applications with a mirror each, on one server with a heap of 1,000 MB that is restarted: until the last mirror has verified its tree, against as many raw sockets that
/// read it. A key is written before they get to it, so that no mirror finds that nothing has happened. All go through one proxy, which holds them back until then.
/// </summary>
internal static class Storm
{
    private const int LoadedAtOnce = 8;
    private const int Chunk = 1024;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "storm", options.Znodes ?? 10_000);
        var (clients, mirrors) = await LoadAsync(proxy, tree, options.Mirrors ?? 500);
        var watches = await CountWatchesAsync(server);
        var (ours, floor) = (new Series(), new Series());
        for (var run = 0; run < (options.Runs ?? 3); run++)
        {
            ours.Add(await RestartAsync(server, proxy, tree, mirrors, [(byte)run]));
            floor.Add(await ReadRawAsync(proxy, tree, mirrors.Count));
        }

        var report = new Report("storm");
        report.Add($"{mirrors.Count} mirrors of {tree.Keys} keys verified after a restart", "ms", ours);
        report.Add($"floor: {mirrors.Count} raw sockets read the tree", "ms", floor);
        report.Add("ratio to floor", "", ours.Over(floor));
        report.Result("mirrors", mirrors.Count);
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Median);
        report.Result("ratio_to_floor", ours.Over(floor).Median);
        report.Result("watches_before", watches);
        report.Result("watches_after", await CountWatchesAsync(server));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        return report;
    }

    private static async Task<(List<ZooKeeperClient> Clients, List<ZooKeeperMirror> Mirrors)> LoadAsync(LoopbackProxy proxy, ConfigurationTree tree, int count)
    {
        var (clients, mirrors) = (new List<ZooKeeperClient>(), new List<ZooKeeperMirror>());
        foreach (var group in Enumerable.Range(0, count).Chunk(LoadedAtOnce))
        {
            foreach (var client in await Task.WhenAll(group.Select(_ => ConnectAsync(proxy.ConnectionString))))
            {
                clients.Add(client);
                mirrors.Add(client.Mirror(tree.Path));
            }

            await Task.WhenAll(mirrors.TakeLast(group.Length).Select(mirror => mirror.NextAsync(null)));
        }

        return (clients, mirrors);
    }

    private static async Task<double> RestartAsync(ZooKeeperServer server, LoopbackProxy proxy, ConfigurationTree tree, List<ZooKeeperMirror> mirrors, byte[] value)
    {
        proxy.RefuseConnections = true;
        await server.KillAsync();
        await server.StartAgainAsync();
        await using var writer = await ConnectAsync(server.ConnectionString);
        await writer.SetDataAsync(tree.PathOf(0), value);
        var started = TimeProvider.System.GetTimestamp();
        proxy.RefuseConnections = false;
        await Task.WhenAll(mirrors.Select(mirror => ShowsAsync(mirror, tree.PathOf(0), value)));
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task ShowsAsync(ZooKeeperMirror mirror, string path, byte[] value)
    {
        for (var snapshot = mirror.Current; snapshot?.Find(path)?.Data is not { } data || !data.Span.SequenceEqual(value);)
        {
            snapshot = await mirror.NextAsync(snapshot);
        }
    }

    private static async Task<double> ReadRawAsync(LoopbackProxy proxy, ConfigurationTree tree, int count)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;

        void Read()
        {
            using var connection = RawConnection.Open(proxy.ConnectionString);
            new RawLoad(connection, Chunk).Run(tree.Path);
        }
    }

    private static Task<ZooKeeperClient> ConnectAsync(string servers) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = servers, SessionTimeout = SessionTimeout });

    private static async Task<double> CountWatchesAsync(ZooKeeperServer server)
    {
        var line = (await server.FourLetterWordAsync("mntr")).Split('\n').Single(line => line.StartsWith("zk_watch_count", StringComparison.Ordinal));
        return double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
    }
}
