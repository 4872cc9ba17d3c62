using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>One server that two clients write to.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_DuringMultis_IsAlwaysOneCommittedState()
    {
        await new AtomicityRun(TestContext)
        {
            Writers = [SharedServer.ConnectionString, SharedServer.ConnectionString],
            AtLeast = Effort.Of(daily: 400, nightly: 1_000),
            LeastReloads = Effort.Of(daily: 40, nightly: 100),
            UntilTorn = true,
            PerSecond = 200,
            // Without recursive watches: more rests than reloads are asked for below.
            RestEvery = TestServers.HasRecursiveWatches ? int.MaxValue : 9,
        }.RunAsync();
    }

    [TestMethod]
    public async Task Read_WhileTheConnectionBreaksAgainAndAgain_IsAlwaysOneCommittedState()
    {
        var breaks = Effort.Of(daily: 10, nightly: 20);
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await new AtomicityRun(TestContext)
        {
            Writers = [SharedServer.ConnectionString, SharedServer.ConnectionString],
            ConnectionString = proxy.ConnectionString,
            AtLeast = Effort.Of(daily: 300, nightly: 1_000),
            LeastReloads = breaks / 2,
            PerSecond = 200,
            SessionTimeout = TimeSpan.FromSeconds(1),
            Meanwhile = run => run.BreakAsync(breaks, () =>
            {
                proxy.DropConnections();
                return Task.CompletedTask;
            }),
        }.RunAsync();
    }
}
