using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Draws the load time by the size of the tree, for ours, the floor and the peers, into <c>docs/images</c> (or into the current folder outside the
/// repository).</summary>
internal static class Chart
{
    private const string Repository = "ConfigZk.sln";
    private const string Picture = "load-time.svg";

    private static readonly int[] Sizes = [100, 1_000, 10_000, 100_000];

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
        await LoadPair.WarmUpAsync(server.ConnectionString);
        var report = new Report("chart");
        var chart = new LineChart("Time to load a tree, median", "keys", "ms");
        foreach (var size in Sizes.Where(size => size <= (options.Znodes ?? Sizes[^1])))
        {
            var tree = await ConfigurationTree.CreateAsync(server.ConnectionString, "chart", size);
            var times = await Peers.MeasureAsync(server.ConnectionString, tree, options.Runs ?? 3, warmUps: 2);
            Add("ConfigZk", "ours_ms", times.Ours);
            Add("floor: a raw socket", "floor_ms", times.Floor);
            foreach (var peer in times.Peers)
            {
                Add(peer.Installation.Name, peer.Installation.Result, peer.Times, peer.Problem);
            }

            report.Result($"ratio_to_floor_{size}", times.Ours.Over(times.Floor).Median);

            void Add(string name, string result, Series? time, string? problem = null)
            {
                report.Result($"{result}_{size}", time?.Median);
                if (time is null)
                {
                    report.Without($"{size:#,0} keys, {name}", problem!);
                    return;
                }

                report.Add($"{size:#,0} keys, {name}", "ms", time);
                chart.Add(name, size, time.Median);
            }
        }

        var path = Path.Combine(Images(), Picture);
        await File.WriteAllTextAsync(path, chart.ToSvg());
        await Console.Error.WriteLineAsync($"The chart is in {path}.");
        return report;
    }

    private static string Images()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Repository)))
            {
                return Directory.CreateDirectory(Path.Combine(folder.FullName, "docs", "images")).FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
