using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Reads the metrics of a server that the benchmark started.</summary>
internal static partial class ServerGauges
{
    private const int KeptTransactions = 500;

    /// <summary>The server's number of watches.</summary>
    public static Task<double> WatchesAsync(ZooKeeperServer server) => ReadAsync(server, "zk_watch_count");

    /// <summary>The number of requests that the server has received.</summary>
    public static Task<double> RequestsAsync(ZooKeeperServer server) => ReadAsync(server, "zk_packets_received");

    private static async Task<double> ReadAsync(ZooKeeperServer server, string metric)
    {
        var line = (await server.FourLetterWordAsync("mntr")).Split('\n').Single(line => line.StartsWith($"{metric}\t", StringComparison.Ordinal));
        return double.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of the server's heap in use after a collection, or null if this Java has no <c>jcmd</c>.</summary>
    public static async Task<double?> HeapAsync(ZooKeeperServer server)
    {
        await FillLogAsync(server);
        await JcmdAsync(server, "GC.run"); // the second collection frees what the first has finalised
        if (await JcmdAsync(server, "GC.run") is null || await JcmdAsync(server, "GC.heap_info") is not { } info)
        {
            return null;
        }

        return Spaces().Matches(info).Sum(space => double.Parse(space.Groups[1].Value, CultureInfo.InvariantCulture) * 1024);
    }

    // A server keeps the last 500 transactions for ensemble members that lag behind. They must be the same each time.
    private static async Task FillLogAsync(ZooKeeperServer server)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var path = $"/benchmark-fill-{Guid.NewGuid():n}";
        await client.CreateAsync(path);
        await Task.WhenAll(Enumerable.Range(0, KeptTransactions).Select(_ => client.SetDataAsync(path, [])));
        await client.DeleteAsync(path);
    }

    // The program jcmd is part of the JDK only; the module behind it is part of the runtime, too.
    private static async Task<string?> JcmdAsync(ZooKeeperServer server, string command)
    {
        string[] arguments = ["-m", "jdk.jcmd/sun.tools.jcmd.JCmd", server.ProcessId.ToString(CultureInfo.InvariantCulture), command];
        var start = new ProcessStartInfo(ZooKeeperInstallation.Find().Java, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var jcmd = Process.Start(start)!;
        var (output, _) = (await jcmd.StandardOutput.ReadToEndAsync(), await jcmd.StandardError.ReadToEndAsync());
        await jcmd.WaitForExitAsync();
        return jcmd.ExitCode == 0 ? output : null;
    }

    // "def new generation   total 78656K, used 1234K", "garbage-first heap   total 256000K, used 1234K"; not the class metadata.
    [GeneratedRegex(@"(?:generation|heap)\s+total \d+K, used (\d+)K")]
    private static partial Regex Spaces();
}
