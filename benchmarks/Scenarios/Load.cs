using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>Measures a load from connecting until all keys can be read, against a raw socket that reads the same tree.</summary>
internal static class Load
{
    private const int WarmUps = 3;

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var tree = await ConfigurationTree.CreateAsync(connectionString, "load", options.Znodes ?? 10_000);
        var pair = new LoadPair(connectionString, tree);
        var first = pair.TimeOurs();
        await LoadPair.WarmUpAsync(connectionString);
        for (var run = -WarmUps; run < (options.Runs ?? 15); run++)
        {
            pair.Run(isWarm: run >= 0);
        }

        var (ours, floor) = (pair.Ours, pair.Floor);
        var report = new Report("load");
        report.Add("first load of the process", "ms", first);
        report.Add("ours", "ms", ours);
        report.Add($"floor, {floor.Requests} requests, {floor.Bytes:#,0} bytes", "ms", floor.Times);
        report.Add("ratio to floor", "", ours.Over(floor.Times));
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Times.Median);
        report.Result("ratio_to_floor", ours.Over(floor.Times).Median);
        report.Result("first_load_ms", first);
        return report;
    }
}
