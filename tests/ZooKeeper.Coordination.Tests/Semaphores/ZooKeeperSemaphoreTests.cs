using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Semaphores;

[TestClass]
public sealed class ZooKeeperSemaphoreTests
{
    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Acquire_PermitsAreFree_HoldsTheZnodeOfItsFence(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath() + "/below/missing", 2, layout);

        await using var first = await semaphore.AcquireAsync();
        await using var second = await semaphore.AcquireAsync().WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(first.IsHeld && second.IsHeld);
        Assert.IsGreaterThan(first.Fence, second.Fence);
        var stat = await client.ExistsAsync(first.Path);
        Assert.AreEqual((first.Fence, client.SessionId), (stat!.Value.Czxid, stat.Value.EphemeralOwner));
        Assert.IsNull(await semaphore.TryAcquireAsync());
        Assert.IsNull(await semaphore.TryAcquireAsync(TimeSpan.FromMilliseconds(20)));
        await Permits.ExpectZnodesAsync(client, semaphore, layout, leases: 2, waiting: 0);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue, "queue")]
    [DataRow(SemaphoreLayout.Curator, "locks")]
    public async Task TryAcquire_ForeignZnodeAmongTheWaiting_TakesNoPermit(SemaphoreLayout layout, string folder)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 1, layout);
        await client.CreateWithParentsAsync($"{semaphore.Path}/{folder}/notes");

        await using var holder = await semaphore.TryAcquireAsync();

        Assert.IsNotNull(holder);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Dispose_Others_AreServedInTheirOrder(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 2, layout);
        var holders = new Queue<SemaphoreHandle>([await semaphore.AcquireAsync(), await semaphore.AcquireAsync()]);
        List<Task<SemaphoreHandle>> waiting = [];
        for (var i = 0; i < 4; i++)
        {
            waiting.Add(semaphore.AcquireAsync());
            await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == waiting.Count);
        }

        foreach (var next in waiting)
        {
            Assert.IsFalse(next.IsCompleted);
            await holders.Dequeue().DisposeAsync();
            holders.Enqueue(await next.WaitAsync(SharedServer.Deadline));
        }

        foreach (var holder in holders)
        {
            await holder.DisposeAsync();
        }

        await Permits.ExpectZnodesAsync(client, semaphore, layout, leases: 0, waiting: 0);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Acquire_ManyProcesses_NeverMoreThanThePermitsAtOnce(SemaphoreLayout layout)
    {
        var (path, inside, most, gate) = (SharedServer.UniquePath(), 0, 0, new Lock());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var client = await SharedServer.ConnectAsync();
            var semaphore = Permits.Of(client, path, 3, layout);
            for (var i = 0; i < 10; i++)
            {
                await using var handle = await semaphore.AcquireAsync();
                var now = Interlocked.Increment(ref inside);
                lock (gate)
                {
                    most = Math.Max(most, now);
                }

                for (var others = 0; others < 10; others++)
                {
                    await client.ExistsAsync("/"); // so that others come in
                }

                Interlocked.Decrement(ref inside);
            }
        })).WaitAsync(SharedServer.Deadline);

        Assert.IsInRange(2, 3, most);
    }

    [TestMethod]
    public async Task TryAcquire_ManyAtOnceOnAFreeSemaphore_AllGetAPermit()
    {
        var path = SharedServer.UniquePath();
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SharedServer.ConnectAsync()));

        var handles = await Task.WhenAll(clients.Select(client => Permits.Of(client, path, 8).TryAcquireAsync()));

        Assert.IsTrue(handles.All(handle => handle is not null), "those ahead in the queue leave a permit");
        Assert.IsNull(await Permits.Of(clients[0], path, 8).TryAcquireAsync());
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task TryAcquire_Taken_WritesNothing()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var holder = await SharedServer.ConnectAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var path = SharedServer.UniquePath();
        await using var handle = await Permits.Of(holder, path, 1).AcquireAsync();
        proxy.ResetCounters();

        Assert.IsNull(await Permits.Of(other, path, 1).TryAcquireAsync());

        Assert.AreEqual(2, proxy.RequestCount);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue, 3)]
    [DataRow(SemaphoreLayout.Curator, 2)]
    public async Task Acquire_OtherProcessDisagrees_IsAnErrorThatNamesBothAndLeavesNothing(SemaphoreLayout layout, int permits)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 2);
        await using var handle = await semaphore.AcquireAsync();

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Permits.Of(client, semaphore.Path, permits, layout).AcquireAsync());

        Assert.Contains($"2 permits in the layout Queue, but this process uses {permits} in the layout {layout}", e.Message);
        await Permits.ExpectZnodesAsync(client, semaphore, layout, leases: 1, waiting: 0);
    }

    [TestMethod]
    public async Task Acquire_PathOfAnotherProgram_IsAnErrorWithoutItsData()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, "password"u8.ToArray());

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => Permits.Of(client, path, 2).AcquireAsync());

        Assert.Contains(path, e.Message);
        Assert.DoesNotContain("password", e.Message);
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue)]
    [DataRow(SemaphoreLayout.Curator)]
    public async Task Acquire_CancelledWhileWaiting_LeavesNoZnodeAndNoWatch(SemaphoreLayout layout)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Permits.Of(client, SharedServer.UniquePath(), 1, layout);
        await using var holder = await semaphore.AcquireAsync();
        using var cancellation = new CancellationTokenSource();
        var (head, behind) = (semaphore.AcquireAsync(cancellation.Token), semaphore.AcquireAsync(cancellation.Token));
        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == 2);

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => head);
        await Assert.ThrowsAsync<OperationCanceledException>(() => behind);
        await Eventually.TrueAsync(async () => await semaphore.InspectAsync() is { Waiting.Count: 0, Holders.Count: 1 });
        await holder.DisposeAsync();
        await using var next = await semaphore.TryAcquireAsync(SharedServer.Deadline);
        Assert.IsNotNull(next);
    }

    [TestMethod]
    public async Task Inspect_HoldersAndWaiting_TellsWhoTheyAre()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var semaphore = new ZooKeeperSemaphore(client, path, 1, new SemaphoreOptions { Purpose = "import" });
        Assert.IsNull((await semaphore.InspectAsync()).Limit);
        await using var holder = await semaphore.AcquireAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = semaphore.AcquireAsync(cancellation.Token);
        await Eventually.TrueAsync(async () => (await semaphore.InspectAsync()).Waiting.Count == 1);

        var state = await semaphore.InspectAsync();

        Assert.AreEqual(1, state.Limit);
        Assert.AreEqual(
            (holder.Path, "permit", holder.Fence, "import", Environment.ProcessId),
            (state.Holders[0].Path, state.Holders[0].Kind, state.Holders[0].Fence, state.Holders[0].Purpose, state.Holders[0].ProcessId));
        Assert.AreEqual("import", state.Waiting[0].Purpose);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
    }

    [TestMethod]
    public async Task Acquire_LeaseOfCurator_CountsInItsLayout()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{path}/leases", mode: CreateMode.Container, parents: CreateMode.Container);
        await using var curator = await SharedServer.ConnectAsync();
        var lease = await curator.CreateAsync($"{path}/leases/_c_{Guid.NewGuid()}-lease-", "192.168.0.7"u8.ToArray(), CreateMode.EphemeralSequential);
        var semaphore = Permits.Of(client, path, 2, SemaphoreLayout.Curator);
        await using var handle = await semaphore.AcquireAsync();

        Assert.IsNull(await semaphore.TryAcquireAsync());
        await curator.DeleteAsync(lease.Path);

        await using var next = await semaphore.TryAcquireAsync();
        Assert.IsNotNull(next);
    }

    [TestMethod]
    public async Task Constructor_NoPermits_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperSemaphore(client, "/semaphore", 0));
    }
}
