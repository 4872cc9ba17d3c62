using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;

namespace Benchmarks.Scenarios;

/// <summary>Measures reads, against the framework's in-memory provider with the same keys.</summary>
internal static class Lookup
{
    private const int Lookups = 1_000_000;
    private const int Binds = 2_000;
    private const int Sections = 20;

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var tree = await ConfigurationTree.CreateAsync(connectionString, "lookup", options.Znodes ?? 50_000);
        using var ours = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path, reloadOnChange: false).Build();
        using var memory = (ConfigurationRoot)new ConfigurationBuilder().AddInMemoryCollection(ours.AsEnumerable().Where(key => key.Value is not null)).Build();
        Fingerprints.Of(ours).EnsureIs(tree.Fingerprint(), "ours");
        Fingerprints.Of(memory).EnsureIs(tree.Fingerprint(), "the in-memory provider");
        var random = new Random(1);
        string[] keys = [.. Enumerable.Range(0, 10_000).Select(_ => tree.KeyOf(random.Next(tree.Keys)))];

        var report = new Report("lookup");
        var runs = options.Runs ?? 9;
        var ratio = Compare(report, "look a key up", Lookups, "ns", runs, ours, memory, configuration => LookUp(configuration, keys));
        Compare(report, "bind 20 properties", Binds, "µs", runs, ours, memory, Bind);
        var sections = Compare(report, "list a section", Sections, "µs", Math.Min(runs, 3), ours, memory, List);
        var enumeration = Compare(report, "enumerate all", 1, "ms", 1, ours, memory, configuration => configuration.AsEnumerable().Count());
        report.Result("keys", tree.Keys);
        report.Result("ratio_lookup", ratio);
        report.Result("speedup_sections", 1 / sections);
        report.Result("speedup_enumeration", 1 / enumeration);
        return report;
    }

    // Each in turn; the first turn warms up.
    private static double Compare(
        Report report, string name, int count, string unit, int runs, ConfigurationRoot ours, ConfigurationRoot memory, Func<ConfigurationRoot, int> work)
    {
        var (our, their) = (new Series(), new Series());
        for (var run = 0; run <= runs; run++)
        {
            var (ourTime, theirTime) = (Time(work, ours, count, unit), Time(work, memory, count, unit));
            if (run > 0)
            {
                our.Add(ourTime);
                their.Add(theirTime);
            }
        }

        report.Add($"{name}, ours", unit, our);
        report.Add($"{name}, in memory", unit, their);
        report.Add($"{name}, ratio", "", our.Over(their));
        return our.Over(their).Median;
    }

    private static double Time(Func<ConfigurationRoot, int> work, ConfigurationRoot configuration, int count, string unit)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (work(configuration) == 0)
        {
            throw new InvalidOperationException("Nothing was found.");
        }

        var time = TimeProvider.System.GetElapsedTime(started);
        return unit switch { "ns" => time.TotalNanoseconds, "µs" => time.TotalMicroseconds, _ => time.TotalMilliseconds } / count;
    }

    private static int LookUp(ConfigurationRoot configuration, string[] keys)
    {
        var found = 0;
        for (var i = 0; i < Lookups; i++)
        {
            found += configuration[keys[i % keys.Length]] is null ? 0 : 1;
        }

        return found == Lookups ? found : 0;
    }

    private static int Bind(ConfigurationRoot configuration)
    {
        var bound = 0;
        for (var i = 0; i < Binds; i++)
        {
            bound += configuration.GetSection("Group0").Get<TwentyKeys>()!.Key0.Length;
        }

        return bound;
    }

    private static int List(ConfigurationRoot configuration) =>
        Enumerable.Range(0, Sections).Sum(group => configuration.GetSection($"Group{group}").GetChildren().Count());
}
