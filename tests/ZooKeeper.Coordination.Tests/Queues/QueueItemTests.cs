using System.Globalization;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Queues;

/// <summary>What a consumer does with an item that it has taken.</summary>
[TestClass]
public sealed class QueueItemTests
{
    [TestMethod]
    public async Task Dispose_WithoutCompleting_DeliversTheItemAgainAndCounts()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await queue.EnqueueAsync([Data(0), Data(1)]);
        var first = await queue.TakeAsync();
        var waiting = new ZooKeeperQueue(other, queue.Path);
        await using var second = await waiting.TakeAsync();
        Assert.AreEqual(1, Number(second));
        var third = waiting.TakeAsync();
        await Eventually.TrueAsync(async () => await client.ExistsAsync(queue.Path + "/line") is { NumChildren: 1 });
        Assert.AreEqual(1, (await queue.InspectAsync()).Items[0].Deliveries);

        await first.DisposeAsync();

        await using var again = await third.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual((first.Name, 2, 0), (again.Name, again.Deliveries, Number(again)));
        Assert.IsGreaterThan(first.Fence, again.Fence);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => first.CompleteAsync());
    }

    [TestMethod]
    public async Task Complete_WithWrites_TakesEffectAsOne()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var queue = new ZooKeeperQueue(client, path);
        await client.CreateAsync(path, "sum"u8.ToArray());
        await queue.EnqueueAsync(Data(7));
        await using var item = await queue.TakeAsync();

        await Assert.ThrowsExactlyAsync<BadVersionException>(() => item.CompleteAsync(new Multi().SetData(path, null, version: 9)));
        Assert.IsTrue(item.IsHeld);
        Assert.AreEqual(1, (await queue.InspectAsync()).Count);
        await item.CommitAsync(new Multi().SetData(path, Data(1).ToArray()));
        var results = await item.CompleteAsync(new Multi().SetData(path, Data(8).ToArray(), version: 1));

        Assert.AreEqual((1, path), (results.Count, results[0].Path));
        Assert.AreEqual("8", Encoding.UTF8.GetString((await client.GetDataAsync(path)).Data!));
        Assert.AreEqual(0, (await queue.InspectAsync()).Count);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => item.CommitAsync(new Multi().SetData(path, null)));
    }

    [TestMethod]
    public async Task MoveTo_PoisonItem_IsInTheOtherQueueAlone()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var (queue, poison) = (new ZooKeeperQueue(client, SharedServer.UniquePath()), new ZooKeeperQueue(client, SharedServer.UniquePath() + "/new/poison"));
        await queue.EnqueueAsync("?"u8.ToArray());
        await using var item = await queue.TakeAsync();
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => item.MoveToAsync(new ZooKeeperQueue(other, poison.Path)));

        await item.MoveToAsync(poison);

        Assert.AreEqual(0, (await queue.InspectAsync()).Count);
        await using var moved = await poison.TryTakeAsync();
        Assert.AreEqual("?", Encoding.UTF8.GetString(moved!.Data.Span));
    }

    private static ReadOnlyMemory<byte> Data(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(QueueItem item) => int.Parse(item.Data.Span, CultureInfo.InvariantCulture);
}
