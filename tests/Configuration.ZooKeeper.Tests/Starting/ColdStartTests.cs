using System.Diagnostics;
using System.Globalization;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>The cold start of a process. Compiling methods takes most of its time, and unlike a time, their number hardly varies.</summary>
[TestClass]
public sealed class ColdStartTests
{
    // The measured number is in docs/benchmarks/start.md. It is higher by 50 if the server answers slowly, because more methods then wait.
    // A server without recursive watches is read in another way, after the refusal.
    private static readonly int MostMethods = TestServers.HasRecursiveWatches ? 1_680 : 1_830;

    [TestMethod]
    public async Task AddZooKeeper_InAFreshProcess_CompilesNoMoreMethodsThanBefore()
    {
        await using var subtree = await Subtree.CreateAsync([.. Enumerable.Range(0, 20).Select(key => ($"Group0/Key{key}", (string?)"value"))]);
        var empty = await MethodsAsync("empty");
        var loaded = await MethodsAsync("zookeeper", SharedServer.ConnectionString, subtree.Path);
        Console.WriteLine($"{loaded - empty} methods compiled for AddZooKeeper");
        Assert.IsLessThanOrEqualTo(MostMethods, loaded - empty);
    }

    private static async Task<int> MethodsAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "ColdStart.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_TC_CallCounting"] = "0"; // on a slow machine, the compiler would compile hot methods again meanwhile
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, output);
        var started = output.Split('\n').Single(line => line.StartsWith("started ", StringComparison.Ordinal));
        return int.Parse(started.Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
