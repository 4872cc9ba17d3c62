using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>A clock of a test that stands still must not keep a disposal waiting.</summary>
[TestClass]
public sealed class StoppedClockTests
{
    [TestMethod]
    public async Task Dispose_DisconnectedAndTheClockStandsStill_Returns()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var held = await new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = new FakeTimeProvider() }).AcquireAsync();
        var member = await new ZooKeeperGroup(client, "/group", new GroupOptions { TimeProvider = new FakeTimeProvider() }).JoinAsync("one");
        server.RefuseConnections = true;
        await server.DropConnectionsAsync();

        await held.DisposeAsync().AsTask().WaitAsync(SharedServer.Deadline);
        await member.DisposeAsync().AsTask().WaitAsync(SharedServer.Deadline);
    }
}
