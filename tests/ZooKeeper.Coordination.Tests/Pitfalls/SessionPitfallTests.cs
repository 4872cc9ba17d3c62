using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>What went wrong in other libraries when sessions ended or processes were paused (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class SessionPitfallTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    [DataRow("lock")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task ZnodeOfTheOldSession_IsNotTakenAsOwn(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time });
        var recipe = Recipe.Of(name);
        var first = await recipe.AcquireNowAsync(other, "/exports");
        var waiting = recipe.AcquireAsync(client, "/exports", time, CancellationToken.None);
        await Eventually.TrueAsync(async () => await CountAsync() == 2);
        var old = client.SessionId;

        // The client gives its session up, and the server, by its own clock, does not.
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await PassAsync(time, () => client.State == SessionState.Expired);
        proxy.Heal();
        await PassAsync(time, async () => await CountAsync() == 3);
        await first.DisposeAsync();
        await PassAsync(time, async () => await CountAsync() == 2);
        await client.ExistsAsync("/exports"); // the contender was told before
        Assert.IsFalse(waiting.IsCompleted, "the znode of the old session is ahead");

        await server.ExpireSessionAsync(old);

        var owner = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(client.SessionId, (await other.ExistsAsync(owner.Path))!.Value.EphemeralOwner);
        await owner.DisposeAsync();

        async Task<int> CountAsync() => (await other.GetChildrenAsync("/exports")).Names.Count;
    }

    [TestMethod]
    public async Task ConnectionLostLate_IsNotHeldForAnotherWholeTimeout()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time });
        var owner = await new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = time }).AcquireAsync();
        await client.ExistsAsync("/"); // the last request that is answered
        proxy.BlackHole(ProxyDirection.ToServer);
        proxy.BlackHole(ProxyDirection.ToClient);

        time.Advance(client.SessionTimeout * 0.7);
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected, because: "the client leaves a server that is silent for two thirds of the timeout");
        Assert.IsTrue(owner.IsHeld);
        time.Advance(client.SessionTimeout * 0.3);

        Assert.IsFalse(owner.IsHeld);
        await Eventually.TrueAsync(() => owner.LostToken.IsCancellationRequested);
        proxy.Heal();
        var disposal = owner.DisposeAsync().AsTask();
        await PassAsync(time, () => disposal.IsCompleted);
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("election")]
    public async Task LossOfAnOwner_IsNotKeptFromIt(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var owner = await Recipe.Of(name).AcquireNowAsync(client, "/exports");
        var told = new TaskCompletionSource();
        await using var registration = owner.LostToken.Register(told.SetResult);

        await server.ExpireSessionAsync(client.SessionId);

        await told.Task.WaitAsync(SharedServer.Deadline);
        Assert.IsFalse(owner.IsHeld);
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("election")]
    public async Task OwnerThatSleptThroughItsSession_WritesNothing(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await other.CreateAsync("/written");
        await using var first = await Recipe.Of(name).AcquireNowAsync(client, "/exports");
        var waiting = Recipe.Of(name).AcquireNowAsync(other, "/exports");
        await server.ExpireSessionAsync(client.SessionId);
        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        await Eventually.TrueAsync(() => client.State == SessionState.Connected && first.LostToken.IsCancellationRequested);
        await second.CommitAsync(new Multi().SetData("/written", "second"u8.ToArray()));

        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => first.CommitAsync(new Multi().SetData("/written", "first"u8.ToArray())));

        CollectionAssert.AreEqual("second"u8.ToArray(), (await other.GetDataAsync("/written")).Data);
    }

    [TestMethod]
    public async Task WallClockThatJumps_LosesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var time = new JumpingTime();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = server.ConnectionString, TimeProvider = time });
        await using var owner = await new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = time }).AcquireAsync();

        foreach (var jump in new[] { TimeSpan.FromDays(1), TimeSpan.FromDays(-2) })
        {
            time.Jump(jump);
            await client.ExistsAsync("/exports");
            Assert.IsTrue(owner.IsHeld);
            Assert.IsFalse(owner.LostToken.IsCancellationRequested);
        }
    }

    private static Task PassAsync(FakeTimeProvider time, Func<bool> condition) => PassAsync(time, () => Task.FromResult(condition()));

    private static Task PassAsync(FakeTimeProvider time, Func<Task<bool>> conditionAsync) => Eventually.TrueAsync(async () =>
    {
        time.Advance(Step);
        return await conditionAsync();
    });

    private sealed class JumpingTime : TimeProvider
    {
        private TimeSpan _offset;

        public void Jump(TimeSpan offset) => _offset += offset;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;
    }
}
