using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>
/// The connection is cut before each frame of a consumer and of a producer. An item is taken once and completed once, and an item is enqueued once at most.
/// </summary>
[TestClass]
public sealed class QueueCutTests
{
    [TestMethod]
    [DataRow(ProxyDirection.ToServer, false)]
    [DataRow(ProxyDirection.ToClient, false)]
    [DataRow(ProxyDirection.ToServer, true)]
    [DataRow(ProxyDirection.ToClient, true)]
    public async Task TakeAndComplete_CutAtEachFrame_TakeOnceAndLeaveNothing(ProxyDirection direction, bool waits)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var producer = new ZooKeeperQueue(other, "/jobs");
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            frames = await way.MeasureAsync(direction, () => TakeAndCompleteAsync(way));
        }

        Assert.IsGreaterThan(waits ? 10 : 5, frames.Count);
        foreach (var cut in frames)
        {
            await other.DeleteSubtreeAsync("/jobs");
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            await TakeAndCompleteAsync(way);
        }

        async Task TakeAndCompleteAsync(CutWay way)
        {
            if (!waits)
            {
                await producer.EnqueueAsync("a"u8.ToArray());
            }

            var taking = Consumer(way).TakeAsync();
            if (waits)
            {
                await way.UntilAsync(async () => await other.ExistsAsync("/jobs/line") is { NumChildren: 1 });
                await producer.EnqueueAsync("a"u8.ToArray());
            }

            var item = await way.DoneAsync(taking);
            Assert.IsTrue(item.IsHeld);
            Assert.AreEqual(1, item.Deliveries);
            Assert.AreEqual(item.Path, $"/jobs/{item.Name}/claim");
            Assert.AreEqual(item.Fence, (await other.ExistsAsync(item.Path))!.Value.Czxid);
            Assert.IsNull(await producer.TryTakeAsync(), "no second consumer");
            await way.DoneAsync(item.CompleteAsync());
            Assert.AreEqual(0, (await producer.InspectAsync()).Count);
            await way.UntilAsync(async () => await other.ExistsAsync("/jobs/line") is not { NumChildren: > 0 });
            Assert.IsFalse(item.LostToken.IsCancellationRequested);
        }
    }

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task Take_CutAtEachFrameAndCancelled_LeavesTheItemToOthers(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var queue = new ZooKeeperQueue(other, "/jobs");
        await queue.EnqueueAsync("a"u8.ToArray());
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            QueueItem? item = null;
            frames = await way.MeasureAsync(direction, async () => item = await Consumer(way).TakeAsync());
            await way.DoneAsync(item!.DisposeAsync().AsTask());
        }

        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            using var cancellation = new CancellationTokenSource();
            var taking = Consumer(way).TakeAsync(cancellation.Token);
            await Eventually.TrueAsync(() => way.Client.State == SessionState.Disconnected || taking.IsCompleted);

            await cancellation.CancelAsync();

            try
            {
                await way.DoneAsync((await way.DoneAsync(taking)).DisposeAsync().AsTask());
            }
            catch (OperationCanceledException)
            {
                // What may be left is seen below.
            }

            await way.UntilAsync(async () => (await queue.InspectAsync()).Items is [{ Consumer: null }] && await other.ExistsAsync("/jobs/line") is not { NumChildren: > 0 });
        }
    }

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task CompleteWithWrites_CutAtEachFrame_WritesOnceOrNothing(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var queue = new ZooKeeperQueue(other, "/jobs");
        await other.CreateAsync("/done");
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            var item = await TakeAsync(way);
            frames = await way.MeasureAsync(direction, () => CompleteAsync(item));
        }

        var unknown = 0;
        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            var item = await TakeAsync(way);
            var before = (await other.ExistsAsync("/done"))!.Value.Version;
            await way.CutAtAsync(direction, cut);
            try
            {
                await way.DoneAsync(CompleteAsync(item));
            }
            catch (ZooKeeperException e) when (e.IsOutcomeUnknown)
            {
                unknown++;
            }

            Assert.AreEqual(before + 1, (await other.ExistsAsync("/done"))!.Value.Version, "once");
            Assert.AreEqual(0, (await queue.InspectAsync()).Count);
        }

        Assert.IsTrue(direction == ProxyDirection.ToServer || unknown > 0, "a lost reply leaves the outcome open");

        static Task CompleteAsync(QueueItem item) => item.CompleteAsync(new Multi().SetData("/done", null));

        async Task<QueueItem> TakeAsync(CutWay way)
        {
            await queue.EnqueueAsync("a"u8.ToArray());
            return await way.DoneAsync(Consumer(way).TakeAsync());
        }
    }

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task Enqueue_CutAtEachFrame_IsReportedAndNeverRepeated(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var queue = new ZooKeeperQueue(other, "/jobs");
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            frames = await way.MeasureAsync(direction, () => Consumer(way).EnqueueAsync("a"u8.ToArray()));
        }

        foreach (var cut in frames)
        {
            await other.DeleteSubtreeAsync("/jobs");
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            var isKnown = true;
            try
            {
                await way.DoneAsync(Consumer(way).EnqueueAsync("a"u8.ToArray()));
            }
            catch (ZooKeeperException e) when (e.IsOutcomeUnknown)
            {
                isKnown = false;
            }

            var count = (await queue.InspectAsync()).Count;
            Assert.IsTrue(isKnown ? count == 1 : count <= 1, $"{count} items, known: {isKnown}");
        }
    }

    private static ZooKeeperQueue Consumer(CutWay way) => new(way.Client, "/jobs", new QueueOptions { TimeProvider = way.Time });
}
