using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Locks;

[TestClass]
public sealed class ZooKeeperLockTests
{
    private const int ExistsOpcode = 3;

    [TestMethod]
    public async Task Acquire_Free_IsHeldWithTheFenceOfItsZnode()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath() + "/below/missing/parents");

        await using var handle = await exports.AcquireAsync();

        Assert.IsTrue(handle.IsHeld);
        Assert.IsFalse(handle.LostToken.IsCancellationRequested);
        var stat = await client.ExistsAsync(handle.Path);
        Assert.AreEqual(stat!.Value.Czxid, handle.Fence);
        Assert.AreEqual(client.SessionId, stat.Value.EphemeralOwner);
    }

    [TestMethod]
    public async Task Dispose_Held_DeletesTheZnodeAndCancelsNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());
        var handle = await exports.AcquireAsync();

        await handle.DisposeAsync();
        await handle.DisposeAsync();

        Assert.IsFalse(handle.IsHeld);
        Assert.IsFalse(handle.LostToken.IsCancellationRequested);
        Assert.IsEmpty((await client.GetChildrenAsync(exports.Path)).Names);
    }

    [TestMethod]
    public async Task Acquire_SeveralWait_AreServedInTheirOrderWithRisingFences()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());
        var holder = await exports.AcquireAsync();
        List<Task<LockHandle>> waiting = [];
        for (var i = 0; i < 4; i++)
        {
            waiting.Add(exports.AcquireAsync());
            await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(exports.Path)).Names.Count == waiting.Count + 1);
        }

        foreach (var next in waiting)
        {
            Assert.IsFalse(next.IsCompleted);
            await holder.DisposeAsync();
            var handle = await next.WaitAsync(SharedServer.Deadline);
            Assert.IsGreaterThan(holder.Fence, handle.Fence);
            holder = handle;
        }

        await holder.DisposeAsync();
    }

    [TestMethod]
    public async Task Acquire_ManyProcesses_NeverTwoAtOnce()
    {
        var (path, inside, most) = (SharedServer.UniquePath(), 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var client = await SharedServer.ConnectAsync();
            var exports = new ZooKeeperLock(client, path);
            for (var i = 0; i < 10; i++)
            {
                await using var handle = await exports.AcquireAsync();
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })).WaitAsync(SharedServer.Deadline);

        Assert.AreEqual(1, most);
    }

    [TestMethod]
    public async Task TryAcquire_Taken_ReadsOnceAndWritesNothing()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var holder = await SharedServer.ConnectAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var path = SharedServer.UniquePath();
        await using var handle = await new ZooKeeperLock(holder, path).AcquireAsync();
        proxy.ResetCounters();

        Assert.IsNull(await new ZooKeeperLock(other, path).TryAcquireAsync());

        Assert.AreEqual(1, proxy.RequestCount);
    }

    [TestMethod]
    public async Task TryAcquire_Free_IsGranted()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());

        await using (var first = await exports.TryAcquireAsync())
        {
            Assert.IsNotNull(first);
            Assert.IsNull(await exports.TryAcquireAsync());
        }

        await using var second = await exports.TryAcquireAsync(TimeSpan.FromSeconds(30));
        Assert.IsNotNull(second);
    }

    [TestMethod]
    public async Task TryAcquire_TimeOver_LeavesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());
        await using var holder = await exports.AcquireAsync();

        Assert.IsNull(await exports.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));

        Assert.HasCount(1, (await client.GetChildrenAsync(exports.Path)).Names);
    }

    [TestMethod]
    public async Task Acquire_CancelledWhileWaiting_LeavesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());
        await using var holder = await exports.AcquireAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = exports.AcquireAsync(cancellation.Token);
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(exports.Path)).Names.Count == 2);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(exports.Path)).Names.Count == 1);
    }

    [TestMethod]
    public async Task Inspect_HolderAndWaiter_TellsWhoTheyAre()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var exports = new ZooKeeperLock(client, path, new LockOptions { Purpose = "nightly export" });
        Assert.IsEmpty(await exports.InspectAsync());
        await using var holder = await exports.AcquireAsync();
        await client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-lock-", "192.168.0.7"u8.ToArray(), CreateMode.EphemeralSequential); // as Curator does

        var queue = await exports.InspectAsync();

        Assert.HasCount(2, queue);
        Assert.AreEqual(
            (0, "lock", client.SessionId, holder.Fence, Environment.MachineName, Environment.ProcessId, "nightly export"),
            (queue[0].Position, queue[0].Kind, queue[0].SessionId, queue[0].Fence, queue[0].Host, queue[0].ProcessId, queue[0].Purpose));
        Assert.AreEqual((1, null, null, null), (queue[1].Position, queue[1].Host, queue[1].ProcessId, queue[1].Purpose));
    }

    // The queue is for the people who look for what holds up a lock. A strange contender must not hide the others.
    [TestMethod]
    [DataRow("""{"host":"\ud800","pid":1}""")]
    [DataRow("""{"\ud800":1,"host":"a"}""")]
    [DataRow("""{"host":7,"pid":1e99,"purpose":{}}""")]
    [DataRow("[]")]
    public async Task Inspect_NoteOfAnotherProgram_IsNoneAndHidesNobody(string note)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var exports = new ZooKeeperLock(client, path);
        await using var holder = await exports.AcquireAsync();
        await client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-lock-", System.Text.Encoding.UTF8.GetBytes(note), CreateMode.EphemeralSequential);

        var queue = await exports.InspectAsync();

        Assert.AreEqual(Environment.ProcessId, queue[0].ProcessId);
        Assert.AreEqual((1, null), (queue[1].Position, queue[1].Purpose));
    }

    [TestMethod]
    public async Task Acquire_Free_SendsTheCreationAndTheListTogether()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        proxy.ResetCounters();
        proxy.BlackHole(ProxyDirection.ToClient);

        var acquiring = new ZooKeeperLock(client, path).AcquireAsync();
        await Eventually.TrueAsync(() => proxy.RequestCount == 2, because: "both are sent before the first reply");

        proxy.Heal();
        await using var handle = await acquiring.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(handle.IsHeld);
    }

    [TestMethod]
    public async Task AcquireAndRelease_HandOvers_SendTwoRequestsForEachOwnerThatWaited()
    {
        const int Waiters = 20;
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath());
        var holder = await exports.AcquireAsync();
        var waiting = Enumerable.Range(0, Waiters).Select(_ => exports.AcquireAsync()).ToArray();
        await Eventually.TrueAsync(
            () => proxy.Requests.GetValueOrDefault(ExistsOpcode) == (2 * Waiters) + 1, because: "each watches its own znode, and a waiter the one ahead of it, too");
        await client.ExistsAsync("/"); // behind all others
        proxy.ResetCounters();

        await holder.DisposeAsync();
        foreach (var next in waiting)
        {
            await (await next.WaitAsync(SharedServer.Deadline)).DisposeAsync();
        }

        Assert.IsLessThanOrEqualTo((2 * Waiters) + 2, proxy.RequestCount, "a list and a deletion each");
    }

    [TestMethod]
    [DataRow("exports")]
    [DataRow("/exports/")]
    [DataRow("/exports//x")]
    public async Task Constructor_InvalidPath_Throws(string path)
    {
        await using var client = ZooKeeperClient.Start(new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString });

        Assert.ThrowsExactly<ArgumentException>(() => new ZooKeeperLock(client, path));
    }

    [TestMethod]
    public async Task Acquire_MarginIsNotBelowTheSessionTimeout_SaysWhyNothingCanBeHeld()
    {
        await using var client = await SharedServer.ConnectAsync();
        var exports = new ZooKeeperLock(client, SharedServer.UniquePath(), new LockOptions { SafetyMargin = client.SessionTimeout });

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => exports.AcquireAsync());

        Assert.Contains("SafetyMargin", e.Message);
    }
}
