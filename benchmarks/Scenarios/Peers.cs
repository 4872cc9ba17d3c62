using Benchmarks.Peers;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>Measures loads of the same tree by Curator's two caches and kazoo's, in turns with ours and the floor.</summary>
internal static class Peers
{
    private const int WarmUps = 8; // Curator's virtual machine compiles, too

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var tree = await ConfigurationTree.CreateAsync(connectionString, "peers", options.Znodes ?? 10_000);
        await LoadPair.WarmUpAsync(connectionString);
        var times = await MeasureAsync(connectionString, tree, options.Runs ?? 7, WarmUps);

        var report = new Report("peers");
        report.Add("ours", "ms", times.Ours);
        report.Add("floor", "ms", times.Floor);
        foreach (var peer in times.Peers)
        {
            var name = peer.Installation.Name;
            if (peer.Times is not { } time)
            {
                report.Without(name, peer.Problem!);
                continue;
            }

            report.Add(name, "ms", time);
            report.Add($"{name}, over ours", "", time.Over(times.Ours));
        }

        report.Result("znodes", tree.Paths.Count());
        report.Result("ours_ms", times.Ours.Median);
        report.Result("floor_ms", times.Floor.Median);
        report.Result("ratio_to_floor", times.Ours.Over(times.Floor).Median);
        foreach (var peer in times.Peers)
        {
            report.Result(peer.Installation.Result, peer.Times?.Median);
        }

        var best = times.Peers.Select(peer => peer.Times).OfType<Series>().MinBy(time => time.Median);
        report.Result("speedup_over_best_peer", best?.Over(times.Ours).Median);
        report.Result("speedup_over_curator_cache", times.Peers[0].Times?.Over(times.Ours).Median);
        return report;
    }

    /// <summary>Each loads once per turn, so that a disturbance affects all.</summary>
    public static async Task<LoadTimes> MeasureAsync(string connectionString, ConfigurationTree tree, int runs, int warmUps)
    {
        var expected = tree.Fingerprint();
        var pair = new LoadPair(connectionString, tree);
        var peers = PeerInstallation.All.Select(installation => new PeerTimes(installation, installation.Start(connectionString, tree))).ToList();
        for (var run = -warmUps; run < runs; run++)
        {
            pair.Run(isWarm: run >= 0);
            foreach (var peer in peers)
            {
                await peer.LoadAsync(expected, isWarm: run >= 0);
            }
        }

        peers.ForEach(peer => peer.Dispose());
        return new LoadTimes(pair.Ours, pair.Floor.Times, peers);
    }
}
