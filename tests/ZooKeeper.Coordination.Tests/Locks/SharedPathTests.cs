using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Locks;

/// <summary>Contenders of other libraries on the same path, by the names of their znodes.</summary>
[TestClass]
public sealed class SharedPathTests
{
    [TestMethod]
    [DataRow("_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock-", DisplayName = "Curator")]
    [DataRow("_c_6f9619ff8b86d011b42d00c04fc964ff-lock-", DisplayName = "go-zookeeper")]
    [DataRow("6f9619ff8b86d011b42d00c04fc964ff__lock__", DisplayName = "kazoo")]
    public async Task Acquire_OtherLibraryAhead_Waits(string name)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var other = await client.CreateAsync($"{path}/{name}", mode: CreateMode.EphemeralSequential);
        var exports = new ZooKeeperLock(client, path);
        Assert.IsNull(await exports.TryAcquireAsync());
        var waiting = exports.AcquireAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(path)).Names.Count == 2);
        Assert.IsFalse(waiting.IsCompleted);

        await client.DeleteAsync(other.Path);

        await using var handle = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(handle.IsHeld);
    }

    [TestMethod]
    public async Task Acquire_OtherChildren_AreIgnored()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        foreach (var name in new[] { "config", "lock-", "x-0000000000", "__READ__0000000000" })
        {
            await client.CreateAsync($"{path}/{name}");
        }

        await using var handle = await new ZooKeeperLock(client, path).AcquireAsync().WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(handle.IsHeld);
    }

    [TestMethod]
    [DataRow(int.MaxValue, DisplayName = "the last number before the overflow")]
    [DataRow(int.MinValue, DisplayName = "the first number after it")]
    public async Task Acquire_NumbersOverflow_OrderIsThatOfCreation(int number)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var ahead = number < 0 ? int.MaxValue : number;
        foreach (var sequence in new[] { ahead, number }.Distinct())
        {
            await client.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"{path}/_c_{Guid.NewGuid()}-lock-{sequence:D10}"), mode: CreateMode.Ephemeral);
        }

        var exports = new ZooKeeperLock(client, path);
        var queue = await exports.InspectAsync();

        CollectionAssert.AreEqual(queue.OrderBy(contender => contender.Fence).ToArray(), queue.ToArray());
        var waiting = exports.AcquireAsync(); // its number is small again, but it came last
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(path)).Names.Count == queue.Count + 1);
        Assert.IsFalse(waiting.IsCompleted);
        foreach (var contender in queue)
        {
            await client.DeleteAsync(contender.Path);
        }

        await (await waiting.WaitAsync(SharedServer.Deadline)).DisposeAsync();
    }
}
