using Benchmarks.Floor;
using Benchmarks.Reporting;
using Configuration.ZooKeeper;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures the load of one tree from an old server, over a long way, over TLS, and after an authentication by SASL. Each has its own floor: a raw socket that
/// does the same over the same link.
/// </summary>
internal static class Links
{
    private const int WarmUps = 3;
    private const int WarmUpKeys = 1_000;

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(20);
    private static readonly int[] Chunks = [256, 1024];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        var report = new Report("links");
        report.Result("znodes", options.Znodes ?? 10_000);
        await MeasureOldServerAsync(report, options);
        await using var server = await SecureServer.StartAsync();
        await LoadPair.WarmUpAsync(server.ConnectionString);
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "links", options.Znodes ?? 10_000);
        var small = await ConfigurationTree.CreateAsync(server.ConnectionString, "links-warm-up", WarmUpKeys);
        await using var proxy = await LoopbackProxy.StartAsync(new Uri($"tcp://{server.ConnectionString}").Port);
        proxy.Delay = RoundTrip / 2;

        // The code is the one without a delay, which is warm.
        Measure(report, options, "round trips of 20 ms", "delay", MultiRead(
            tree, connection => { }, proxy.ConnectionString, () => RawConnection.Open(proxy.ConnectionString)));
        WarmUp.Repeat(() => Tls(small).Run(isWarm: false));
        Measure(report, options, "TLS", "tls", Tls(tree));
        WarmUp.Repeat(() => Sasl(small).Run(isWarm: false));
        Measure(report, options, "SASL", "sasl", Sasl(tree));
        return report;

        LinkPair Tls(ConfigurationTree tree) => MultiRead(
            tree,
            connection =>
            {
                connection.Connection.Tls.Enabled = true;
                connection.Connection.Tls.CaCertificates.Add(server.Authority);
            },
            server.TlsConnectionString,
            () => RawConnection.Open(server.TlsConnectionString, authority: server.Authority));

        LinkPair Sasl(ConfigurationTree tree) => MultiRead(
            tree,
            connection => (connection.Connection.Sasl.UserName, connection.Connection.Sasl.Password) = (SecureServer.User.UserName, SecureServer.User.Password),
            server.ConnectionString,
            () =>
            {
                var connection = RawConnection.Open(server.ConnectionString);
                RawSasl.Authenticate(connection, SecureServer.User);
                return connection;
            });
    }

    private static LinkPair MultiRead(
        ConfigurationTree tree, Action<ZooKeeperConfigurationOptions> configure, string connectionString, Func<RawConnection> open) =>
        new(tree, Options(connectionString, tree, configure), open, [.. Chunks.Select(chunk => new Func<RawConnection, int>(connection =>
        {
            var load = new RawLoad(connection, chunk);
            load.Run(tree.Path);
            return load.Values;
        }))]);

    // The development server stands for a server before 3.6: without multiRead and without recursive watches.
    private static async Task MeasureOldServerAsync(Report report, BenchmarkOptions options)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = ZooKeeperRelease.V35 });
        var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "links", options.Znodes ?? 10_000);
        var small = await ConfigurationTree.CreateAsync(server.ConnectionString, "links-warm-up", WarmUpKeys);
        WarmUp.Repeat(() => OneByOne(small).Run(isWarm: false));
        Measure(report, options, "server of 3.5", "v35", OneByOne(tree));

        LinkPair OneByOne(ConfigurationTree tree) => new(
            tree,
            Options(server.ConnectionString, tree, _ => { }),
            () => RawConnection.Open(server.ConnectionString),
            [
                connection =>
                {
                    var load = new RawOneByOne(connection);
                    load.Run(tree.Path);
                    return load.Values;
                },
            ]);
    }

    private static Action<ZooKeeperConfigurationOptions> Options(
        string connectionString, ConfigurationTree tree, Action<ZooKeeperConfigurationOptions> configure) => options =>
    {
        options.ConnectionString = connectionString;
        options.Paths.Add(tree.Path);
        configure(options);
    };

    private static void Measure(Report report, BenchmarkOptions options, string row, string result, LinkPair pair)
    {
        for (var run = -WarmUps; run < (options.Runs ?? 15); run++)
        {
            pair.Run(isWarm: run >= 0);
        }

        var ratio = pair.Ours.Over(pair.Floor);
        report.Add($"{row}: ours", "ms", pair.Ours);
        report.Add($"{row}: floor", "ms", pair.Floor);
        report.Add($"{row}: ratio to floor", "", ratio);
        report.Result($"ours_ms_{result}", pair.Ours.Median);
        report.Result($"floor_ms_{result}", pair.Floor.Median);
        report.Result($"ratio_to_floor_{result}", ratio.Median);
    }
}
