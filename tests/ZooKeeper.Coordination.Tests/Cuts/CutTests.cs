using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>
/// The connection is cut before each frame of an acquisition and of a release: before a request reaches the server, or after the server has executed it and before its
/// reply arrives. It must end with one grant, and nothing may be left behind.
/// </summary>
[TestClass]
public sealed class CutTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow("lock", ProxyDirection.ToServer)]
    [DataRow("lock", ProxyDirection.ToClient)]
    [DataRow("read", ProxyDirection.ToServer)]
    [DataRow("read", ProxyDirection.ToClient)]
    [DataRow("write", ProxyDirection.ToServer)]
    [DataRow("write", ProxyDirection.ToClient)]
    [DataRow("election", ProxyDirection.ToServer)]
    [DataRow("election", ProxyDirection.ToClient)]
    public async Task AcquireAndRelease_CutAtEachFrame_AreGrantedOnceAndLeaveNothing(string name, ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var recipe = Recipe.Of(name);
        foreach (var isReleasing in new[] { false, true })
        {
            foreach (var cut in await FramesAsync(server, recipe, direction, isReleasing))
            {
                await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
                await server.DeleteAsync("/exports");
                if (!isReleasing)
                {
                    await way.CutAtAsync(direction, cut);
                }

                var owner = await way.DoneAsync(recipe.AcquireAsync(way.Client, "/exports", way.Time, CancellationToken.None));
                Assert.IsTrue(owner.IsHeld);
                Assert.IsFalse(await recipe.IsFreeAsync(other, "/exports"), "no double grant");
                Assert.AreEqual(owner.Path, await OnlyChildAsync(other));
                if (isReleasing)
                {
                    await way.CutAtAsync(direction, cut);
                }

                await way.DoneAsync(owner.DisposeAsync().AsTask());
                await way.UntilAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 0);
                Assert.IsTrue(await recipe.IsFreeAsync(other, "/exports"));
                Assert.IsFalse(owner.LostToken.IsCancellationRequested);
            }
        }
    }

    [TestMethod]
    [DataRow("lock", ProxyDirection.ToServer)]
    [DataRow("lock", ProxyDirection.ToClient)]
    [DataRow("read", ProxyDirection.ToServer)]
    [DataRow("read", ProxyDirection.ToClient)]
    [DataRow("write", ProxyDirection.ToServer)]
    [DataRow("write", ProxyDirection.ToClient)]
    [DataRow("election", ProxyDirection.ToServer)]
    [DataRow("election", ProxyDirection.ToClient)]
    public async Task Acquire_CutAtEachFrameOfAHandOver_IsGrantedAfterTheOtherAndOnce(string name, ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await other.CreateAsync("/exports");
        var (recipe, ahead) = (Recipe.Of(name), Recipe.Of(name == "read" ? "write" : name));
        IReadOnlyList<long> frames;
        await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            frames = await way.MeasureAsync(direction, () => WaitAndReleaseAsync(way));
        }

        TestContext.WriteLine($"{frames.Count - 1} frames");
        Assert.IsGreaterThan(4, frames.Count);
        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            await WaitAndReleaseAsync(way);
        }

        async Task WaitAndReleaseAsync(CutWay way)
        {
            var first = await ahead.AcquireNowAsync(other, "/exports");
            var waiting = recipe.AcquireAsync(way.Client, "/exports", way.Time, CancellationToken.None);
            await way.UntilAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 2);
            Assert.IsFalse(waiting.IsCompleted);
            Assert.IsTrue(first.IsHeld);
            await first.DisposeAsync();
            var second = await way.DoneAsync(waiting);
            Assert.IsGreaterThan(first.Fence, second.Fence);
            Assert.AreEqual(second.Path, await OnlyChildAsync(other));
            await way.DoneAsync(second.DisposeAsync().AsTask());
            await way.UntilAsync(async () => (await other.GetChildrenAsync("/exports")).Names.Count == 0);
        }
    }

    [TestMethod]
    [DataRow("lock", ProxyDirection.ToServer)]
    [DataRow("lock", ProxyDirection.ToClient)]
    [DataRow("election", ProxyDirection.ToClient)]
    public async Task Acquire_CutAtEachFrameAndCancelled_LeavesNothing(string name, ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await other.CreateAsync("/exports");
        var recipe = Recipe.Of(name);
        await using var first = await recipe.AcquireNowAsync(other, "/exports");
        foreach (var cut in await FramesAsync(server, Recipe.Of(name), direction, isReleasing: false))
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);
            using var cancellation = new CancellationTokenSource();
            var waiting = recipe.AcquireAsync(way.Client, "/exports", way.Time, cancellation.Token);
            await Eventually.TrueAsync(() => way.Client.State == SessionState.Disconnected || waiting.IsCompleted || CountAsync().GetAwaiter().GetResult() == 2);

            await cancellation.CancelAsync();

            await Assert.ThrowsAsync<OperationCanceledException>(() => way.DoneAsync(waiting));
            await way.UntilAsync(async () => await CountAsync() == 1);
        }

        async Task<int> CountAsync() => (await other.GetChildrenAsync("/exports")).Names.Count;
    }

    private static async Task<IReadOnlyList<long>> FramesAsync(ZooKeeperDevServer server, Recipe recipe, ProxyDirection direction, bool isReleasing)
    {
        await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
        const string path = "/measure"; // as long as the path that is cut, so that frames have the same lengths
        if (isReleasing)
        {
            var owner = await way.DoneAsync(recipe.AcquireAsync(way.Client, path, way.Time, CancellationToken.None));
            return await way.MeasureAsync(direction, () => owner.DisposeAsync().AsTask());
        }

        Ownership? acquired = null;
        var frames = await way.MeasureAsync(direction, async () => acquired = await recipe.AcquireAsync(way.Client, path, way.Time, CancellationToken.None));
        await way.DoneAsync(acquired!.DisposeAsync().AsTask());
        return frames;
    }

    private static async Task<string> OnlyChildAsync(ZooKeeperClient client) => ZnodePath.Combine("/exports", (await client.GetChildrenAsync("/exports")).Names.Single());
}
