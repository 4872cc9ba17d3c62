using Configuration.ZooKeeper.Tests.Atomicity;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Ensemble;

/// <summary>Three servers are written to at once, and the configuration is loaded from one of them, which is behind the others at times.</summary>
[TestClass]
[TestCategory("Alone")]
[DoNotParallelize] // three servers, three hot readers: the states that keep coming are to be those of a machine that has nothing else to do
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_DuringTwoThousandMultisOnAnEnsemble_IsAlwaysOneCommittedState()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        var run = await new AtomicityRun(TestContext) { Writers = Servers(ensemble), AtLeast = 2_000, PerSecond = 200 }.RunAsync();

        Assert.IsGreaterThan(0, run.Torn, "the control reader saw no mixed state, so the run proves nothing");
        Assert.IsGreaterThan(100, run.Reloads, "too few reloads to prove anything");
    }

    [TestMethod]
    public async Task Read_ThroughADelayAtAThousandWritesASecond_StatesKeepComing()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(ensemble.Servers[0].Port);
        proxy.Delay = TimeSpan.FromMilliseconds(3);

        // Some 18 writes each.
        var run = await new AtomicityRun(TestContext)
        {
            Writers = Servers(ensemble),
            ConnectionString = proxy.ConnectionString,
            AtLeast = 600,
            PerSecond = 60,
        }.RunAsync();

        Assert.IsGreaterThan(50, run.Reloads);
    }

    private static IReadOnlyList<string> Servers(ZooKeeperEnsemble ensemble) => [.. ensemble.Servers.Select(server => server.ConnectionString)];
}
