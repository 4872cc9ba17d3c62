using System.Text;
using Benchmarks.Discovery;
using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures service discovery with 1,000 instances of one service: the first load, and the time from a change until it is seen, when one instance comes or goes. All take
/// turns on one server, each with a root and a process of its own.
/// </summary>
internal static class Discovery
{
    private const int WarmUps = 3;
    private const int Instances = 1_000;
    private const int Changes = 20;
    private const int CreatedAtOnce = 100;

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        List<(DiscoveryLibrary Library, RecipeProcess Process)> all = [];
        foreach (var library in DiscoveryLibrary.Installed)
        {
            await RegisterAsync(client, library.Root);
            var process = library.Start(server.ConnectionString);
            await process.DoAsync(DiscoveryCommand.Follow, Instances);
            all.Add((library, process));
        }

        for (var run = -WarmUps; run < (options.Runs ?? 9); run++)
        {
            foreach (var (library, process) in all)
            {
                var (load, change) = ((await process.DoAsync(DiscoveryCommand.Load, Instances))[0], await ChangeAsync(client, library.Root, process));
                if (run >= 0)
                {
                    library.Load.Add(load);
                    library.Change.Add(change.Median);
                }
            }
        }

        all.ForEach(one => one.Process.Dispose());
        return Report([.. all.Select(one => one.Library)]);
    }

    private static async Task RegisterAsync(ZooKeeperClient client, string root)
    {
        await client.CreateWithParentsAsync($"{root}/orders");
        foreach (var ids in Enumerable.Range(0, Instances).Chunk(CreatedAtOnce))
        {
            await client.MultiAsync(ids.Aggregate(new Multi(), (all, id) => all.Create(PathOf(root, id), Json(id))));
        }
    }

    private static async Task<Series> ChangeAsync(ZooKeeperClient client, string root, RecipeProcess process)
    {
        var times = new Series();
        for (var i = 0; i < Changes; i++)
        {
            var started = SeenCount.Now;
            await client.CreateAsync(PathOf(root, Instances), Json(Instances));
            times.Add(await SinceAsync(process, Instances + 1, started));
            started = SeenCount.Now;
            await client.DeleteAsync(PathOf(root, Instances));
            times.Add(await SinceAsync(process, Instances, started));
        }

        return times;
    }

    private static async Task<double> SinceAsync(RecipeProcess process, int count, double started) => ((await process.DoAsync(DiscoveryCommand.Seen, count))[0] - started) / 1_000;

    private static string PathOf(string root, int id) => $"{root}/orders/instance-{id:D4}";

    // As Curator writes it, without a payload.
    private static byte[] Json(int id) => Encoding.UTF8.GetBytes(
        $$"""{"name":"orders","id":"instance-{{id:D4}}","address":"10.0.0.7","port":8080,"sslPort":null,"payload":null,"registrationTimeUTC":1610116500446,"serviceType":"DYNAMIC","uriSpec":null}""");

    private static Report Report(IReadOnlyList<DiscoveryLibrary> all)
    {
        var report = new Report("discovery");
        foreach (var library in all)
        {
            report.Add($"{library.Name}, 1,000 instances loaded", "ms", library.Load);
            report.Add($"{library.Name}, change until seen", "µs", library.Change);
            report.Result($"{library.Result}_load_ms", library.Load.Median);
            report.Result($"{library.Result}_change_us", library.Change.Median);
        }

        if (DiscoveryLibrary.Curator.Command is null)
        {
            report.Without(DiscoveryLibrary.Curator.Name, $"missing. apt-get install --no-install-recommends {DiscoveryLibrary.CuratorPackage}");
        }

        foreach (var library in all.Where(library => library != DiscoveryLibrary.Curator && all.Contains(DiscoveryLibrary.Curator)))
        {
            report.Result($"{library.Result}_load_over_curator", library.Load.Over(DiscoveryLibrary.Curator.Load).Median);
            report.Result($"{library.Result}_change_over_curator", library.Change.Over(DiscoveryLibrary.Curator.Change).Median);
        }

        return report;
    }
}
