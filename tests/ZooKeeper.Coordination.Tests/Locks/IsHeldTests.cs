using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Locks;

/// <summary>What a handle says of itself.</summary>
[TestClass]
public sealed class IsHeldTests
{
    [TestMethod]
    public async Task IsHeld_FalseBeforeALateAnswer_StaysFalse()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time });
        var lateTimer = new FakeTimeProvider();
        await using var held = await new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = lateTimer }).AcquireAsync();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        time.Advance(client.SessionTimeout);
        Assert.IsFalse(held.IsHeld);

        proxy.Heal();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return client.State == SessionState.Connected;
        });

        Assert.IsGreaterThan(TimeSpan.Zero, client.Session!.TimeLeft);
        Assert.IsFalse(held.IsHeld);
        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
    }

    [TestMethod]
    public async Task Handle_OwnZnodeCannotBeWatched_IsLoggedAndHeld()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports");
        using var log = new RecordingLogger();
        var options = new LockOptions { LoggerFactory = log, Acl = [new Acl(Permissions.Delete | Permissions.Write, "world", "anyone")] };
        await using var held = await new ZooKeeperLock(client, "/exports", options).AcquireAsync();

        await Eventually.TrueAsync(() => log.Events.Contains(4002));
        Assert.IsTrue(held.IsHeld);
    }
}
