using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>One server that two clients write to.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_DuringAThousandMultis_IsAlwaysOneCommittedState()
    {
        var run = await new AtomicityRun(TestContext)
        {
            Writers = [SharedServer.ConnectionString, SharedServer.ConnectionString],
            AtLeast = 1_000,
            PerSecond = 200,
            // Without recursive watches: more rests than reloads are asked for below.
            RestEvery = TestServers.HasRecursiveWatches ? int.MaxValue : 9,
        }.RunAsync();

        Assert.IsGreaterThan(0, run.Torn, "the control reader saw no mixed state, so the run proves nothing");
        Assert.IsGreaterThan(100, run.Reloads, "too few reloads to prove anything");
    }

    [TestMethod]
    public async Task Read_WhileTheConnectionBreaksAgainAndAgain_IsAlwaysOneCommittedState()
    {
        const int Breaks = 20;
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        var run = await new AtomicityRun(TestContext)
        {
            Writers = [SharedServer.ConnectionString, SharedServer.ConnectionString],
            ConnectionString = proxy.ConnectionString,
            AtLeast = 1_000,
            PerSecond = 200,
            SessionTimeout = TimeSpan.FromSeconds(1),
            Meanwhile = run => run.BreakAsync(Breaks, () =>
            {
                proxy.DropConnections();
                return Task.CompletedTask;
            }),
        }.RunAsync();

        Assert.IsGreaterThanOrEqualTo(Breaks / 2, run.Reloads);
    }
}
