using System.Globalization;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Queues;

[TestClass]
public sealed class ZooKeeperQueueTests
{
    private const int PingLength = 8;

    [TestMethod]
    public async Task Take_ItemsOfSeveralProducers_AreDeliveredInOrderAndOnce()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath() + "/below");
        List<string> names = [await queue.EnqueueAsync("0"u8.ToArray())];
        names.AddRange(await new ZooKeeperQueue(other, queue.Path).EnqueueAsync([.. Enumerable.Range(1, 100).Select(Data)]));
        names.Add(await queue.EnqueueAsync(Data(101)));

        for (var i = 0; i <= 101; i++)
        {
            await using var item = await queue.TryTakeAsync();
            Assert.IsNotNull(item);
            Assert.AreEqual((names[i], i, 1), (item.Name, Number(item), item.Deliveries));
            Assert.IsTrue(item.IsHeld);
            await item.CompleteAsync();
            Assert.IsFalse(item.IsHeld);
            Assert.IsFalse(item.LostToken.IsCancellationRequested);
        }

        Assert.IsNull(await queue.TryTakeAsync());
        Assert.AreEqual(0, (await queue.InspectAsync()).Count);
    }

    [TestMethod]
    public async Task Take_ManyConsumersAndProducers_EachItemIsCompletedOnce()
    {
        const int Consumers = 4;
        var (path, count) = (SharedServer.UniquePath(), Effort.Of(daily: 200, nightly: 5_000));
        var clients = await Task.WhenAll(Enumerable.Range(0, Consumers).Select(_ => SharedServer.ConnectAsync()));
        var inHands = 0;
        var completed = new System.Collections.Concurrent.ConcurrentBag<int>();
        using var done = new CancellationTokenSource(SharedServer.Deadline);
        var consuming = clients.Select(async client =>
        {
            var queue = new ZooKeeperQueue(client, path);
            while (completed.Count < count && await queue.TryTakeAsync(TimeSpan.FromMilliseconds(100), done.Token) is var item)
            {
                await using var taken = item;
                if (taken is not null)
                {
                    Assert.IsLessThanOrEqualTo(Consumers, Interlocked.Increment(ref inHands));
                    completed.Add(Number(taken));
                    Interlocked.Decrement(ref inHands);
                    await taken.CompleteAsync(done.Token);
                }
            }
        }).ToList();

        await Task.WhenAll(clients.Take(2).Select(async (client, half) =>
        {
            for (var i = half; i < count; i += 2)
            {
                await new ZooKeeperQueue(client, path).EnqueueAsync(Data(i), done.Token);
            }
        }));
        await Task.WhenAll(consuming);

        CollectionAssert.AreEqual(Enumerable.Range(0, count).ToArray(), completed.Order().ToArray());
        Assert.AreEqual(0, (await new ZooKeeperQueue(clients[0], path).InspectAsync()).Count);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task Take_EmptyQueue_WaitsAndOneConsumerWakesForOneItem()
    {
        const int Consumers = 4;
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        var waiting = new List<(ZooKeeperClient Client, Task<QueueItem> Taking)>();
        for (var i = 0; i < Consumers; i++)
        {
            var consumer = await ZooKeeperClient.ConnectAsync(i == Consumers - 1 ? proxy.ConnectionString : SharedServer.Server.ConnectionString);
            waiting.Add((consumer, new ZooKeeperQueue(consumer, queue.Path).TakeAsync()));
            await Eventually.TrueAsync(async () => await client.ExistsAsync(queue.Path + "/line") is { } line && line.NumChildren == waiting.Count);
        }

        // Each but the first watches its own znode and the one ahead.
        await Eventually.TrueAsync(async () => await WatchesBelowAsync(queue.Path) == 2 * (Consumers - 1));
        proxy.ResetCounters();
        for (var i = 0; i < Consumers - 2; i++)
        {
            await queue.EnqueueAsync(Data(i));
            await using var item = await waiting[i].Taking.WaitAsync(SharedServer.Deadline);
            Assert.AreEqual(i, Number(item));
            Assert.AreEqual(Consumers - 1 - i, waiting.Count(one => !one.Taking.IsCompleted));
            await item.CompleteAsync();
        }

        await client.SyncAsync();
        Assert.IsEmpty(proxy.RequestLengths.Where(static length => length > PingLength), "the last in the line sends nothing but pings");
        await queue.EnqueueAsync([Data(2), Data(3)]);
        Assert.AreEqual(2, Number(await waiting[^2].Taking.WaitAsync(SharedServer.Deadline)));
        Assert.AreEqual(3, Number(await waiting[^1].Taking.WaitAsync(SharedServer.Deadline)));
        foreach (var (consumer, _) in waiting)
        {
            await consumer.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Enqueue_FullQueue_ThrowsUntilItemsAreCompleted()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath(), new QueueOptions { MaxItems = 3 });
        await queue.EnqueueAsync([Data(0), Data(1)]);
        await queue.EnqueueAsync(Data(2));

        var full = await Assert.ThrowsExactlyAsync<QueueFullException>(() => queue.EnqueueAsync(Data(3)));
        Assert.AreEqual(queue.Path, full.Path);
        Assert.Contains("MaxItems = 3", full.Message);
        await Assert.ThrowsExactlyAsync<QueueFullException>(() => new ZooKeeperQueue(client, queue.Path + "/new", new QueueOptions { MaxItems = 1 }).EnqueueAsync([Data(0), Data(1)]));
        await (await queue.TakeAsync()).CompleteAsync();

        await queue.EnqueueAsync(Data(3));
        Assert.AreEqual(3, (await queue.InspectAsync()).Count);
    }

    [TestMethod]
    public async Task Inspect_TakenAndWaitingItems_SaysWhoHasWhich()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        Assert.AreEqual(0, (await queue.InspectAsync()).Count);
        var names = await queue.EnqueueAsync([Data(10), Data(1), Data(2)]);
        await using var item = await queue.TakeAsync();

        var state = await queue.InspectAsync(items: 2);

        Assert.AreEqual(3, state.Count);
        CollectionAssert.AreEqual(names.Take(2).ToArray(), state.Items.Select(one => one.Name).ToArray());
        Assert.AreEqual((2, 1, client.SessionId, Environment.MachineName), (state.Items[0].Length, state.Items[0].Deliveries, state.Items[0].Consumer, state.Items[0].Host));
        Assert.AreEqual(Environment.ProcessId, state.Items[0].ProcessId);
        Assert.AreEqual((null, 0), (state.Items[1].Consumer, state.Items[1].Deliveries));
        Assert.AreEqual(item.Enqueued, state.Items[0].Enqueued);
    }

    [TestMethod]
    public async Task TryTake_NothingFree_WritesNothingAndLeavesNothing()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await queue.EnqueueAsync(Data(0));
        await using var taken = await new ZooKeeperQueue(other, queue.Path).TakeAsync();
        var before = (await client.ExistsAsync(queue.Path))!.Value;

        Assert.IsNull(await queue.TryTakeAsync());

        Assert.AreEqual(before, (await client.ExistsAsync(queue.Path))!.Value);
        Assert.IsNull(await queue.TryTakeAsync(TimeSpan.FromMilliseconds(30)));
        await Eventually.TrueAsync(async () => await client.ExistsAsync(queue.Path + "/line") is not { NumChildren: > 0 });
        await Eventually.TrueAsync(async () => await WatchesBelowAsync(queue.Path) == 1, because: "only the claim is watched");
    }

    [TestMethod]
    public async Task Arguments_Invalid_Throw()
    {
        await using var client = await SharedServer.ConnectAsync();
        Assert.ThrowsExactly<ArgumentNullException>(() => new ZooKeeperQueue(null!, "/jobs"));
        Assert.ThrowsExactly<ArgumentException>(() => new ZooKeeperQueue(client, "jobs"));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperQueue(client, "/jobs", new QueueOptions { MaxItems = 0 }));
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        Assert.IsEmpty(await queue.EnqueueAsync([]));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => queue.TryTakeAsync(TimeSpan.FromSeconds(-1)));
        Assert.Contains("MaxRequestLength", (await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => queue.EnqueueAsync(new byte[2_000_000]))).Message);
    }

    // Each line with a path is followed by the sessions that watch it. Watches for children are not in the report.
    private static async Task<int> WatchesBelowAsync(string path)
    {
        var (count, isBelow) = (0, false);
        foreach (var line in (await SharedServer.Server.FourLetterWordAsync("wchp")).Split('\n'))
        {
            isBelow = line.StartsWith('\t') ? isBelow : line.StartsWith(path + "/", StringComparison.Ordinal);
            count += isBelow && line.StartsWith('\t') ? 1 : 0;
        }

        return count;
    }

    private static ReadOnlyMemory<byte> Data(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));

    private static int Number(QueueItem item) => int.Parse(item.Data.Span, CultureInfo.InvariantCulture);
}
