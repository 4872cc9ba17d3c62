using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>The same as <see cref="CutTests"/> for permits, which are exchanged for a place in the queue: a lost reply must neither cost nor create one.</summary>
[TestClass]
public sealed class SemaphoreCutTests
{
    [TestMethod]
    [DataRow(SemaphoreLayout.Queue, ProxyDirection.ToServer)]
    [DataRow(SemaphoreLayout.Queue, ProxyDirection.ToClient)]
    [DataRow(SemaphoreLayout.Curator, ProxyDirection.ToServer)]
    [DataRow(SemaphoreLayout.Curator, ProxyDirection.ToClient)]
    public async Task Acquire_CutAtEachFrame_TakesOnePermitAndLeavesNothing(SemaphoreLayout layout, ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            SemaphoreHandle? handle = null;
            frames = await way.MeasureAsync(direction, async () => handle = await Create(way.Client, "/measure", layout, way.Time).AcquireAsync());
            await way.DoneAsync(handle!.DisposeAsync().AsTask());
        }

        Assert.IsGreaterThan(6, frames.Count);
        foreach (var cut in frames)
        {
            await other.DeleteSubtreeAsync("/imports");
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            var inspected = Create(other, "/imports", layout, TimeProvider.System);
            await way.CutAtAsync(direction, cut);

            var handle = await way.DoneAsync(Create(way.Client, "/imports", layout, way.Time).AcquireAsync());

            Assert.IsTrue(handle.IsHeld);
            await way.UntilAsync(async () => await inspected.InspectAsync() is { Holders.Count: 1, Waiting.Count: 0 });
            Assert.AreEqual(handle.Path, (await inspected.InspectAsync()).Holders[0].Path);
            Assert.AreEqual(handle.Fence, (await inspected.InspectAsync()).Holders[0].Fence);
            await way.DoneAsync(handle.DisposeAsync().AsTask());
            await way.UntilAsync(async () => await inspected.InspectAsync() is { Holders.Count: 0, Waiting.Count: 0 });
            Assert.IsFalse(handle.LostToken.IsCancellationRequested);
        }
    }

    [TestMethod]
    [DataRow(SemaphoreLayout.Queue, ProxyDirection.ToServer)]
    [DataRow(SemaphoreLayout.Queue, ProxyDirection.ToClient)]
    [DataRow(SemaphoreLayout.Curator, ProxyDirection.ToClient)]
    public async Task Acquire_CutAtEachFrameAndCancelled_LeavesNothing(SemaphoreLayout layout, ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            SemaphoreHandle? handle = null;
            frames = await way.MeasureAsync(direction, async () => handle = await Create(way.Client, "/measure", layout, way.Time).AcquireAsync());
            await way.DoneAsync(handle!.DisposeAsync().AsTask());
        }

        var inspected = Create(other, "/imports", layout, TimeProvider.System);
        foreach (var cut in frames)
        {
            await other.DeleteSubtreeAsync("/imports");
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            using var cancellation = new CancellationTokenSource();
            var acquiring = Create(way.Client, "/imports", layout, way.Time).AcquireAsync(cancellation.Token);
            await Eventually.TrueAsync(() => way.Client.State == SessionState.Disconnected || acquiring.IsCompleted);

            await cancellation.CancelAsync();

            try
            {
                await way.DoneAsync((await way.DoneAsync(acquiring)).DisposeAsync().AsTask());
            }
            catch (OperationCanceledException)
            {
                // What may be left is seen below.
            }

            await way.UntilAsync(async () => await inspected.InspectAsync() is { Holders.Count: 0, Waiting.Count: 0 });
        }
    }

    private static ZooKeeperSemaphore Create(ZooKeeperClient client, string path, SemaphoreLayout layout, TimeProvider time) =>
        new(client, path, permits: 1, new SemaphoreOptions { Layout = layout, TimeProvider = time });
}
