using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Locks;

/// <summary>What happens to holders and waiters when sessions, znodes and replies get lost.</summary>
[TestClass]
public sealed class LossTests
{
    [TestMethod]
    public async Task Handle_SessionExpired_IsLostAndTheNextHasAHigherFence()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var held = await new ZooKeeperLock(client, "/exports").AcquireAsync();
        var waiting = new ZooKeeperLock(other, "/exports").AcquireAsync();

        await server.ExpireSessionAsync(client.SessionId);

        await using var next = await waiting.WaitAsync(SharedServer.Deadline);
        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
        Assert.IsFalse(held.IsHeld);
        Assert.IsGreaterThan(held.Fence, next.Fence);
        await held.DisposeAsync();
        Assert.IsTrue(next.IsHeld);
        Assert.HasCount(1, (await other.GetChildrenAsync("/exports")).Names);
    }

    [TestMethod]
    public async Task Handle_ZnodeDeletedByAnother_IsLost()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var log = new RecordingLogger();
        await using var held = await new ZooKeeperLock(client, "/exports", new LockOptions { LoggerFactory = log }).AcquireAsync();

        await client.DeleteAsync(held.Path);

        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
        Assert.IsFalse(held.IsHeld);
        CollectionAssert.AreEqual(new[] { 4001 }, log.Events.ToArray());
    }

    [TestMethod]
    public async Task LostToken_CallbackThrows_IsLoggedAndOthersRun()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var log = new RecordingLogger();
        await using var held = await new ZooKeeperLock(client, "/exports", new LockOptions { LoggerFactory = log }).AcquireAsync();
        var called = new TaskCompletionSource();
        using var first = held.LostToken.Register(() => called.SetResult());
        using var last = held.LostToken.Register(() => throw new InvalidOperationException());

        await client.DeleteAsync(held.Path);

        await called.Task.WaitAsync(SharedServer.Deadline);
        await Eventually.TrueAsync(() => log.Events.Contains(4004));
    }

    [TestMethod]
    public async Task Handle_ClientDisposed_IsLostBecauseTheSessionEnded()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var log = new RecordingLogger();
        await using var held = await new ZooKeeperLock(client, "/exports", new LockOptions { LoggerFactory = log }).AcquireAsync();

        await client.DisposeAsync();

        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
        CollectionAssert.AreEqual(new[] { 4001 }, log.Events.ToArray());
    }

    [TestMethod]
    public async Task Acquire_NoServerForLongerThanARequestWaits_WaitsOn()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time });
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        var acquiring = new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = time }).AcquireAsync();
        var request = client.ExistsAsync("/exports");
        await PassAsync(time, () => request.IsCompleted);
        Assert.IsTrue(request.IsFaulted);
        Assert.IsFalse(acquiring.IsCompleted);

        proxy.Heal();
        await PassAsync(time, () => acquiring.IsCompleted);

        var held = await acquiring;
        Assert.IsTrue(held.IsHeld);
        await held.DisposeAsync();
    }

    [TestMethod]
    public async Task Dispose_MayNotDelete_IsLoggedAndThrowsNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports", acl: [new Acl(Permissions.Create | Permissions.Read, "world", "anyone")]);
        using var log = new RecordingLogger();
        var held = await new ZooKeeperLock(client, "/exports", new LockOptions { LoggerFactory = log }).AcquireAsync();

        await held.DisposeAsync();

        CollectionAssert.AreEqual(new[] { 4003 }, log.Events.ToArray());
        Assert.IsFalse(held.IsHeld);
    }

    [TestMethod]
    public async Task Handle_ConnectionLost_IsHeldUntilTheDeadlineAndLostBeforeTheSessionCanExpire()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time });
        var held = await new ZooKeeperLock(client, "/exports", new LockOptions { TimeProvider = time }).AcquireAsync();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);

        time.Advance(client.SessionTimeout * 0.9);
        Assert.IsTrue(held.IsHeld);
        Assert.IsFalse(held.LostToken.IsCancellationRequested);

        time.Advance(client.SessionTimeout * 0.1);
        Assert.IsFalse(held.IsHeld);
        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested);
        Assert.AreNotEqual(SessionState.Expired, client.State);

        var disposal = held.DisposeAsync().AsTask();
        await PassAsync(time, () => disposal.IsCompleted); // it waits for an answer only for a while
    }

    [TestMethod]
    public async Task Acquire_ReplyToTheCreationLost_HasOneZnode()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await client.CreateAsync("/exports");
        proxy.CutAfter(ProxyDirection.ToClient, 0); // the server executes the creation, and its reply never arrives

        await using var held = await new ZooKeeperLock(client, "/exports").AcquireAsync().WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(held.IsHeld);
        Assert.HasCount(1, (await client.GetChildrenAsync("/exports")).Names);
    }

    [TestMethod]
    public async Task Acquire_SessionExpiresWhileWaiting_JoinsAgainInTheNextSession()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var holder = await new ZooKeeperLock(other, "/exports").AcquireAsync();
        var waiting = new ZooKeeperLock(client, "/exports").AcquireAsync();
        await Eventually.TrueAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 2);

        await server.ExpireSessionAsync(client.SessionId);
        await Eventually.TrueAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 2);
        await holder.DisposeAsync();

        await using var held = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(client.SessionId, (await client.ExistsAsync(held.Path))!.Value.EphemeralOwner);
    }

    [TestMethod]
    public async Task Acquire_OwnZnodeDeletedWhileWaiting_JoinsAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var exports = new ZooKeeperLock(client, "/exports");
        var holder = await exports.AcquireAsync();
        var waiting = exports.AcquireAsync();
        await Eventually.TrueAsync(async () => (await exports.InspectAsync()).Count == 2);
        var first = (await exports.InspectAsync())[1].Path;

        await client.DeleteAsync(first);

        await Eventually.TrueAsync(async () => await exports.InspectAsync() is [_, { Path: var path }] && path != first);
        await holder.DisposeAsync();
        await using var held = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(held.IsHeld);
    }

    [TestMethod]
    public async Task Acquire_PathDeletedWhileWaiting_JoinsAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var exports = new ZooKeeperLock(client, "/exports");
        await using var holder = await exports.AcquireAsync();
        Task<LockHandle>[] waiting = [exports.AcquireAsync(), exports.AcquireAsync()];
        await Eventually.TrueAsync(async () => (await exports.InspectAsync()).Count == 3);

        await server.DeleteAsync("/exports");

        var first = await (await Task.WhenAny(waiting)).WaitAsync(SharedServer.Deadline);
        await first.DisposeAsync();
        foreach (var one in waiting)
        {
            await (await one.WaitAsync(SharedServer.Deadline)).DisposeAsync();
        }

        Assert.IsEmpty((await client.GetChildrenAsync("/exports")).Names);
    }

    [TestMethod]
    public async Task Dispose_Disconnected_DeletesTheZnodeLater()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var held = await new ZooKeeperLock(client, "/exports").AcquireAsync();
        proxy.RefuseConnections = true;
        proxy.DropConnections();

        await held.DisposeAsync();
        Assert.HasCount(1, (await other.GetChildrenAsync("/exports")).Names);

        proxy.Heal();
        await Eventually.TrueAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 0);
    }

    private static Task PassAsync(FakeTimeProvider time, Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
