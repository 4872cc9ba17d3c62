using ZooKeeper.DevServer;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>Faults that hit everybody, writers and readers, in the middle of a stream of transactions.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_WhileAllConnectionsDropFiftyTimes_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        var run = await AtomicityRuns.On(server, TestContext, run => run.BreakAsync(50, server.DropConnectionsAsync)).RunAsync();

        Assert.IsGreaterThanOrEqualTo(25, run.Reloads);
    }

    [TestMethod]
    public async Task Read_WhileAllSessionsExpire_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        var run = await AtomicityRuns.On(server, TestContext, run => run.BreakAsync(10, server.ExpireAllSessionsAsync)).RunAsync();

        Assert.IsGreaterThanOrEqualTo(5, run.Reloads);
    }

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Read_WhileNoSessionComesBack_IsAlwaysOneCommittedState(SessionReattachment answer)
    {
        await using var server = await TestServers.StartDevServerAsync();
        server.Reattachment = answer;
        var run = await AtomicityRuns.On(server, TestContext, run => run.BreakAsync(10, server.DropConnectionsAsync)).RunAsync();

        Assert.IsGreaterThanOrEqualTo(5, run.Reloads);
    }

    [TestMethod]
    public async Task Read_RepliesAreLate_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        server.ReplyDelay = TimeSpan.FromMilliseconds(15);
        var run = await AtomicityRuns.On(server, TestContext).RunAsync();

        Assert.IsGreaterThan(0, run.Torn, "the control reader saw no mixed state, so the run proves nothing");
        Assert.IsGreaterThan(TestServers.Release == ZooKeeperRelease.V35 ? 2 : 20, run.Reloads, "too few reloads to prove anything");
    }
}
