using ZooKeeper.Client.Tests.Trees;

namespace ZooKeeper.DevServer.Tests.Releases;

/// <summary>The server is exchanged for one of another release, with recursive watches or without, under a mirror and a stream of transactions.</summary>
[TestClass]
public sealed class RollingUpgradeTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35, ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39, ZooKeeperRelease.V35)]
    public async Task Restart_AsAnotherReleaseAndBack_EverySnapshotIsTheStateAtItsZxid(ZooKeeperRelease first, ZooKeeperRelease second)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = first });
        var run = new ConsistencyRun(server.EndPoint.Port, "/upgraded", TestContext)
        {
            Transactions = 300,
            PerSecond = 60,
            RestEvery = 25,
            Fault = _ => server.RestartAsync(server.Release == first ? second : first),
        };

        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 4));
    }

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Drop_NoSessionComesBack_EverySnapshotIsTheStateAtItsZxid(SessionReattachment reattachment)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = ZooKeeperRelease.V35 });
        server.Reattachment = reattachment;
        var run = new ConsistencyRun(server.EndPoint.Port, "/reattached", TestContext)
        {
            Transactions = 300,
            PerSecond = 60,
            RestEvery = 25,
            Fault = _ => server.DropConnectionsAsync(),
        };

        await run.RunAsync(writer => writer.CommitRandomAsync(operations: 4));
    }
}
