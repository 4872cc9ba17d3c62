using System.Globalization;
using Benchmarks.Floor;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Many applications with a mirror each, on one server with a heap of 1,000 MB that is restarted: until the last mirror has verified its tree, against as many raw sockets that
/// read it. In between a key is written, so that no mirror finds that nothing has happened.
/// </summary>
internal static class Storm
{
    private const int LoadedAtOnce = 8;
    private const int Chunk = 1024;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(1);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "storm", options.Znodes ?? 10_000);
        var (clients, mirrors) = await LoadAsync(server, tree, options.Mirrors ?? 500);
        var watches = await CountWatchesAsync(server);
        var (ours, floor) = (new Series(), new Series());
        for (var run = 0; run < (options.Runs ?? 3); run++)
        {
            ours.Add(await RestartAsync(server, tree, mirrors, [(byte)run]));
            floor.Add(await ReadRawAsync(server, tree, mirrors.Count));
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

    private static async Task<(List<ZooKeeperClient> Clients, List<ZooKeeperMirror> Mirrors)> LoadAsync(ZooKeeperServer server, ConfigurationTree tree, int count)
    {
        var (clients, mirrors) = (new List<ZooKeeperClient>(), new List<ZooKeeperMirror>());
        foreach (var group in Enumerable.Range(0, count).Chunk(LoadedAtOnce))
        {
            foreach (var client in await Task.WhenAll(group.Select(_ => ConnectAsync(server))))
            {
                clients.Add(client);
                mirrors.Add(client.Mirror(tree.Path));
            }

            await Task.WhenAll(mirrors.TakeLast(group.Length).Select(mirror => mirror.NextAsync(null)));
        }

        return (clients, mirrors);
    }

    private static async Task<double> RestartAsync(ZooKeeperServer server, ConfigurationTree tree, List<ZooKeeperMirror> mirrors, byte[] value)
    {
        await server.KillAsync();
        await server.StartAgainAsync();
        var started = TimeProvider.System.GetTimestamp();
        await using var writer = await ConnectAsync(server);
        await writer.SetDataAsync(tree.PathOf(0), value);
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

    private static async Task<double> ReadRawAsync(ZooKeeperServer server, ConfigurationTree tree, int count)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;

        void Read()
        {
            using var connection = RawConnection.Open(server.ConnectionString);
            new RawLoad(connection, Chunk).Run(tree.Path);
        }
    }

    private static Task<ZooKeeperClient> ConnectAsync(ZooKeeperServer server) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = server.ConnectionString, SessionTimeout = SessionTimeout });

    private static async Task<double> CountWatchesAsync(ZooKeeperServer server)
    {
        var line = (await server.FourLetterWordAsync("mntr")).Split('\n').Single(line => line.StartsWith("zk_watch_count", StringComparison.Ordinal));
        return double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
    }
}
