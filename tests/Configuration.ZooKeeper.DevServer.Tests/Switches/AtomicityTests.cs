using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>Faults that hit everybody, writers and readers, in the middle of a stream of transactions.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class AtomicityTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Read_WhileAllConnectionsDropAgainAndAgain_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await AtomicityRuns.On(server, TestContext, breaks: Effort.Of(daily: 10, nightly: 50), server.DropConnectionsAsync).RunAsync();
    }

    [TestMethod]
    public async Task Read_WhileAllSessionsExpire_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await AtomicityRuns.On(server, TestContext, breaks: 10, server.ExpireAllSessionsAsync).RunAsync();
    }

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Read_WhileNoSessionComesBack_IsAlwaysOneCommittedState(SessionReattachment answer)
    {
        await using var server = await TestServers.StartDevServerAsync();
        server.Reattachment = answer;
        await AtomicityRuns.On(server, TestContext, breaks: 10, server.DropConnectionsAsync).RunAsync();
    }

    [TestMethod]
    public async Task Read_RepliesAreLate_IsAlwaysOneCommittedState()
    {
        await using var server = await TestServers.StartDevServerAsync();
        server.ReplyDelay = TimeSpan.FromMilliseconds(15);
        await AtomicityRuns.On(server, TestContext, leastReloads: TestServers.Release == ZooKeeperRelease.V35 ? 3 : 20, untilTorn: true).RunAsync();
    }
}
