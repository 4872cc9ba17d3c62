using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.ReadWriteLocks;

[TestClass]
public sealed class DowngradeTests
{
    [TestMethod]
    public async Task Downgrade_WriterAndReadersWait_ReadersEnterAndNoWriterIsBetween()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath(), new LockOptions { Purpose = "rebuild" });
        await using var handle = await index.AcquireWriteAsync();
        var (fence, path) = (handle.Fence, handle.Path);
        var reading = index.AcquireReadAsync();
        await Eventually.TrueAsync(async () => (await index.InspectAsync()).Count == 2);
        var writing = index.AcquireWriteAsync();
        await Eventually.TrueAsync(async () => (await index.InspectAsync()).Count == 3);

        await handle.DowngradeAsync();

        await using (var reader = await reading.WaitAsync(SharedServer.Deadline))
        {
            Assert.IsTrue(handle.IsHeld && reader.IsHeld);
            Assert.AreEqual(fence, handle.Fence);
            Assert.AreEqual(path.Replace("__WRIT__", "__READ__", StringComparison.Ordinal), handle.Path);
            var queue = await index.InspectAsync();
            Assert.AreEqual((handle.Path, "read", fence, "rebuild"), (queue[0].Path, queue[0].Kind, queue[0].Fence, queue[0].Purpose));
            Assert.AreEqual("read read write", string.Join(' ', queue.Select(contender => contender.Kind)));
        }

        Assert.IsFalse(writing.IsCompleted);
        await handle.DisposeAsync();
        await using var writer = await writing.WaitAsync(SharedServer.Deadline);
        Assert.IsGreaterThan(fence, writer.Fence);
        Assert.IsFalse(handle.LostToken.IsCancellationRequested, "a downgrade is no loss");
    }

    [TestMethod]
    public async Task Downgrade_HeldAndWatched_IsNoLossButALaterDeletionIs()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        await using var handle = await index.AcquireWriteAsync();
        await client.SetDataAsync(handle.Path, []); // an event, so that the watch is set again
        await handle.DowngradeAsync();
        await handle.CommitAsync(new Multi().Check(index.Path));
        Assert.IsTrue(handle.IsHeld);

        await client.DeleteAsync(handle.Path);

        await Eventually.TrueAsync(() => handle.LostToken.IsCancellationRequested);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => handle.CommitAsync(new Multi().Check(index.Path)));
    }

    [TestMethod]
    public async Task Downgrade_WriterIsLost_ThrowsAndCreatesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        await using var handle = await index.AcquireWriteAsync();
        await client.DeleteAsync(handle.Path);

        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => handle.DowngradeAsync());

        Assert.IsFalse(handle.IsHeld);
        Assert.IsEmpty((await client.GetChildrenAsync(index.Path)).Names);
    }

    [TestMethod]
    public async Task Downgrade_ReplyIsLost_TakesEffectOnce()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var other = await SharedServer.ConnectAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        var handle = await index.AcquireWriteAsync();
        proxy.BlackHole(ProxyDirection.ToClient);
        var downgrading = handle.DowngradeAsync();
        await Eventually.TrueAsync(async () => (await other.GetChildrenAsync(index.Path)).Names is [var name] && name.Contains("__READ__", StringComparison.Ordinal));

        proxy.DropConnections();
        proxy.Heal();

        await downgrading.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(handle.IsHeld);
        Assert.IsNotNull(await other.ExistsAsync(handle.Path));
        await handle.DisposeAsync();
        Assert.IsEmpty((await other.GetChildrenAsync(index.Path)).Names);
    }

    [TestMethod]
    public async Task Downgrade_GivenUpAndSessionExpires_LeavesNoUnobservedException()
    {
        List<string> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> onUnobserved = (_, e) =>
        {
            lock (unobserved)
            {
                unobserved.Add(e.Exception.ToString());
            }
        };
        TaskScheduler.UnobservedTaskException += onUnobserved;

        var session = await GiveUpAsync(SharedServer.UniquePath());

        await Task.Yield(); // the stack still has what has ended
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TaskScheduler.UnobservedTaskException -= onUnobserved;
        Assert.IsEmpty(unobserved.Where(exception => exception.Contains($"0x{session:x}", StringComparison.Ordinal)));
    }

    private static async Task<long> GiveUpAsync(string path)
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(4) });
        var handle = await new ZooKeeperReadWriteLock(client, path).AcquireWriteAsync();
        var session = client.SessionId;
        proxy.BlackHole(ProxyDirection.ToServer);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);

        await Assert.ThrowsAsync<OperationCanceledException>(() => handle.DowngradeAsync(handle.LostToken));

        await Eventually.TrueAsync(() => client.State == SessionState.Expired);
        await handle.DisposeAsync();
        return session;
    }

    [TestMethod]
    public async Task Downgrade_NoWriter_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        await using var handle = await index.AcquireWriteAsync();
        await handle.DowngradeAsync();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => handle.DowngradeAsync());
    }

    [TestMethod]
    public async Task Inspect_NumbersHaveOverflowed_DowngradedWriterStaysAheadOfAWaitingWriter()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        var fence = (await client.CreateAsync(index.Path)).Stat.Czxid;
        await client.CreateAsync($"{index.Path}/_c_{Guid.NewGuid()}-__WRIT__-2147483648", mode: CreateMode.Ephemeral);
        await client.CreateAsync($"{index.Path}/_c_{Guid.NewGuid()}-__READ__2147483647", System.Text.Encoding.UTF8.GetBytes($$"""{"fence":{{fence}}}"""), CreateMode.Ephemeral);

        Assert.AreEqual("read write", string.Join(' ', (await index.InspectAsync()).Select(contender => contender.Kind)));
    }
}
