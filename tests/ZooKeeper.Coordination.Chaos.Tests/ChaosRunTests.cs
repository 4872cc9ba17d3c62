using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Tests;

[TestClass]
[TestCategory("Alone")] // three servers and four workers, and minimums of what has to happen in so short a time
public sealed class ChaosRunTests
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(Effort.Of(daily: 15, nightly: 60));

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task RunAsync_FaultsFromARandomSeed_IsGood()
    {
        var options = new ChaosOptions { Duration = Short };

        var verdict = await new ChaosRun(options, TestContext.WriteLine).RunAsync();

        TestContext.WriteLine($"{verdict}");
        Assert.IsTrue(
            verdict.IsGood,
            $"./chaos.sh --coordination --seconds {Short.TotalSeconds} --seed {options.Seed} draws these faults again; the history is {options.LogFile}. {verdict}");
        Directory.Delete(Path.GetDirectoryName(options.LogFile)!, recursive: true);
    }
}
