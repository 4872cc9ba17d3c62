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
    public async Task Read_DuringMultisOnAnEnsemble_IsAlwaysOneCommittedState()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await new AtomicityRun(TestContext)
        {
            Writers = Servers(ensemble),
            AtLeast = Effort.Of(daily: 600, nightly: 2_000),
            LeastReloads = 100,
            UntilTorn = true,
            PerSecond = 200,
        }.RunAsync();
    }

    [TestMethod]
    public async Task Read_ThroughADelayAtAThousandWritesASecond_StatesKeepComing()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(ensemble.Servers[0].Port);
        proxy.Delay = TimeSpan.FromMilliseconds(3);

        // Some 18 writes each.
        await new AtomicityRun(TestContext)
        {
            Writers = Servers(ensemble),
            ConnectionString = proxy.ConnectionString,
            AtLeast = Effort.Of(daily: 200, nightly: 600),
            LeastReloads = 50,
            PerSecond = 60,
        }.RunAsync();
    }

    private static IReadOnlyList<string> Servers(ZooKeeperEnsemble ensemble) => [.. ensemble.Servers.Select(server => server.ConnectionString)];
}
