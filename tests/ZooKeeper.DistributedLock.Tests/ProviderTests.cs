using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.DistributedLock.Tests;

[TestClass]
public sealed class ProviderTests
{
    private static ZooKeeperServer? s_server;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await ZooKeeperServer.StartAsync(cancellationToken: context.CancellationToken);

    [ClassCleanup]
    public static async Task StopAsync() => await s_server!.DisposeAsync();

    [TestMethod]
    public async Task Lock_Taken_IsNullOrTimesOutUntilReleased()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        var exports = new ZooKeeperDistributedSynchronizationProvider(client).CreateLock("nightly export/Überweisung");
        var handle = await exports.AcquireAsync();

        Assert.IsNull(await exports.TryAcquireAsync());
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => exports.AcquireAsync(TimeSpan.FromMilliseconds(20)).AsTask());
        Assert.IsGreaterThan(0, ((ZooKeeperDistributedHandle)handle).Ownership.Fence);
        Assert.AreEqual("nightly export/Überweisung", exports.Name);

        await handle.DisposeAsync();
        await using var next = await exports.TryAcquireAsync(TimeSpan.FromMinutes(1));
        Assert.IsNotNull(next);
    }

    [TestMethod]
    public async Task Lock_SynchronousInsideAContextOfOneThread_DoesNotDeadlock()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        var exports = new ZooKeeperDistributedSynchronizationProvider(client).CreateLock("synchronous");
        var done = Task.Run(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new StuckContext());
            using var handle = exports.Acquire();
            Assert.IsNull(exports.TryAcquire());
        });

        await done.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [TestMethod]
    public async Task Handle_ZnodeIsDeleted_CancelsTheLostToken()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        await using var handle = await new ZooKeeperDistributedSynchronizationProvider(client).CreateLock("lost").AcquireAsync();

        await client.DeleteAsync(((ZooKeeperDistributedHandle)handle).Ownership.Path);

        await Eventually.TrueAsync(() => handle.HandleLostToken.IsCancellationRequested);
    }

    [TestMethod]
    public async Task ReaderWriterLock_Readers_ExcludeWriters()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        var index = new ZooKeeperDistributedSynchronizationProvider(client).CreateReaderWriterLock("index");
        await using var first = await index.AcquireReadLockAsync();
        await using var second = await index.TryAcquireReadLockAsync();

        Assert.IsNotNull(second);
        Assert.IsNull(index.TryAcquireWriteLock());
    }

    [TestMethod]
    public async Task Semaphore_AllPermitsTaken_IsNull()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        var imports = new ZooKeeperDistributedSynchronizationProvider(client).CreateSemaphore("imports", 2);
        await using var first = await imports.AcquireAsync();
        using var second = imports.Acquire();

        Assert.AreEqual(2, imports.MaxCount);
        Assert.IsNull(await imports.TryAcquireAsync());
    }

    [TestMethod]
    public async Task CreateLock_StrangeNames_HavePathsOfTheirOwn()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(s_server!.ConnectionString);
        var provider = new ZooKeeperDistributedSynchronizationProvider(client, "/strange");
        string[] names = ["", ".", "..", "%", "%2E", "a/b", "a%2Fb", "A", "a", "\0", new string('x', 5000), new string('x', 5001)];

        foreach (var name in names)
        {
            Assert.IsNotNull(await provider.CreateLock(name).TryAcquireAsync(), name);
        }
    }

    // Runs nothing, as a user interface does while its thread waits.
    private sealed class StuckContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
