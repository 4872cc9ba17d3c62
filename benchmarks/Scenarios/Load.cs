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
            await pair.RunMirrorAsync(isWarm: run >= 0);
        }

        var memory = LoadMemory.Of(connectionString, tree);
        var (ours, floor) = (pair.Ours, pair.Floor);
        var report = new Report("load");
        report.Add("first load of the process", "ms", first);
        report.Add("ours", "ms", ours);
        report.Add($"floor, {floor.Requests} requests, {floor.Bytes:#,0} bytes", "ms", floor.Times);
        report.Add("ratio to floor", "", ours.Over(floor.Times));
        report.Add("pauses for garbage collection in ours", "ms", pair.Pauses);
        report.Add("mirror alone, without keys", "ms", pair.Mirror);
        report.Add("mirror alone, ratio to floor", "", pair.Mirror.Over(floor.Times));
        report.Add("retained for a key", "bytes", memory.Ours.Retained);
        report.Add("retained for a key by a JSON file", "bytes", memory.JsonFile.Retained);
        report.Add("retained, over the JSON file", "", memory.Ours.Retained / memory.JsonFile.Retained);
        report.Add("allocated for a key", "bytes", memory.Ours.Allocated);
        report.Add("allocated for a key by a JSON file", "bytes", memory.JsonFile.Allocated);
        report.Result("znodes", tree.Keys);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Times.Median);
        report.Result("ratio_to_floor", ours.Over(floor.Times).Median);
        report.Result("mirror_ms", pair.Mirror.Median);
        report.Result("mirror_ratio_to_floor", pair.Mirror.Over(floor.Times).Median);
        report.Result("first_load_ms", first);
        report.Result("retained_bytes_per_key", memory.Ours.Retained);
        report.Result("json_retained_bytes_per_key", memory.JsonFile.Retained);
        report.Result("retained_over_json", memory.Ours.Retained / memory.JsonFile.Retained);
        report.Result("allocated_bytes_per_key", memory.Ours.Allocated);
        report.Result("json_allocated_bytes_per_key", memory.JsonFile.Allocated);
        return report;
    }
}
