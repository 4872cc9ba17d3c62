using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.ReadWriteLocks;

[TestClass]
public sealed class ZooKeeperReadWriteLockTests
{
    [TestMethod]
    public async Task Readers_Several_HoldItTogetherAndExcludeWriters()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        await using var first = await index.AcquireReadAsync();
        await using var second = await index.AcquireReadAsync().WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(first.IsHeld && second.IsHeld);
        Assert.IsNull(await index.TryAcquireWriteAsync());
    }

    [TestMethod]
    public async Task Writer_Holds_ExcludesReadersAndWriters()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        await using var writer = await index.AcquireWriteAsync();

        Assert.IsNull(await index.TryAcquireReadAsync());
        Assert.IsNull(await index.TryAcquireWriteAsync());
        Assert.IsNull(await index.TryAcquireReadAsync(TimeSpan.FromMilliseconds(20)));
        Assert.HasCount(1, await index.InspectAsync());
    }

    [TestMethod]
    public async Task Reader_BehindAWaitingWriter_WaitsForIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var index = new ZooKeeperReadWriteLock(client, SharedServer.UniquePath());
        var reader = await index.AcquireReadAsync();
        var writing = index.AcquireWriteAsync();
        await Eventually.TrueAsync(async () => (await index.InspectAsync()).Count == 2);
        var reading = index.AcquireReadAsync();
        await Eventually.TrueAsync(async () => (await index.InspectAsync()).Count == 3);

        await reader.DisposeAsync();
        var writer = await writing.WaitAsync(SharedServer.Deadline);
        Assert.IsFalse(reading.IsCompleted);

        await writer.DisposeAsync();
        await using var next = await reading.WaitAsync(SharedServer.Deadline);
        Assert.IsGreaterThan(writer.Fence, next.Fence);
    }

    [TestMethod]
    public async Task Inspect_Mixed_TellsTheKinds()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var index = new ZooKeeperReadWriteLock(client, path);
        await using var reader = await index.AcquireReadAsync();
        await client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-__WRIT__", mode: CreateMode.EphemeralSequential); // as Curator does

        CollectionAssert.AreEqual(new[] { "read", "write" }, (await index.InspectAsync()).Select(contender => contender.Kind).ToArray());
    }
}
