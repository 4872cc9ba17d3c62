using Benchmarks.Reporting;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>The cost of many connected applications to their server.</summary>
/// <param name="Applications">The number of applications.</param>
/// <param name="Watches">The watches that the server counts.</param>
/// <param name="HeapBytes">The heap that the server uses, or null if it is unknown.</param>
internal sealed record ApplicationCost(int Applications, double Watches, double? HeapBytes)
{
    public static async Task<ApplicationCost> MeasureAsync(ZooKeeperServer server, int applications) =>
        new(applications, await ServerGauges.WatchesAsync(server), await ServerGauges.HeapAsync(server));

    /// <summary>Subtracts the heap that the server uses without applications.</summary>
    public ApplicationCost Without(double? heapBytes) => this with { HeapBytes = HeapBytes - heapBytes };

    /// <summary>The cost per application.</summary>
    public void AddTo(Report report, string row, string suffix)
    {
        report.Add($"{row}, watches", "", Watches / Applications);
        if (HeapBytes is { } bytes)
        {
            report.Add($"{row}, heap", "B", bytes / Applications);
        }
        else
        {
            report.Without($"{row}, heap", "missing. It takes a Java with the module jdk.jcmd: apt-get install openjdk-17-jdk-headless");
        }

        report.Result($"watches_per_application{suffix}", Watches / Applications);
        report.Result($"heap_bytes_per_application{suffix}", HeapBytes / Applications);
    }
}
