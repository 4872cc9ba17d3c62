using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>What went wrong in other libraries with the queue of znodes (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class QueuePitfallTests
{
    [TestMethod]
    [DataRow("lock")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task NumbersThatOverflow_DoNotChangeTheOrder(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports");
        await server.SetCreateCounterAsync("/exports", int.MaxValue - 2);
        var recipe = Recipe.Of(name);
        var owner = await recipe.AcquireNowAsync(client, "/exports");
        List<Task<Ownership>> waiting = [];
        for (var i = 0; i < 6; i++)
        {
            waiting.Add(recipe.AcquireNowAsync(client, "/exports"));
            await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == waiting.Count + 1);
        }

        Assert.Contains(path => path.Contains("--2147483648", StringComparison.Ordinal) || path.Contains("__-2147483648", StringComparison.Ordinal), (await client.GetChildrenAsync("/exports")).Names);
        foreach (var next in waiting)
        {
            Assert.IsFalse(next.IsCompleted);
            await owner.DisposeAsync();
            var following = await next.WaitAsync(SharedServer.Deadline);
            Assert.IsGreaterThan(owner.Fence, following.Fence);
            owner = following;
        }

        await owner.DisposeAsync();
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task PathDeletedByAnother_LeavesNobodyStuckAndFencesRise(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var recipe = Recipe.Of(name);
        await using var first = await recipe.AcquireNowAsync(client, "/exports");
        var waiting = recipe.AcquireNowAsync(client, "/exports");
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 2);

        await server.DeleteAsync("/exports"); // the numbers start again

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.EndsWith("0000000000", second.Path);
        Assert.IsGreaterThan(first.Fence, second.Fence);
        await Eventually.TrueAsync(() => first.LostToken.IsCancellationRequested);
    }

    [TestMethod]
    public async Task PathReapedByTheServer_DoesNotFailContenders()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { ContainerCheckInterval = TimeSpan.FromMilliseconds(1) });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var (fence, reaped) = (0L, 0);
        using var deadline = new CancellationTokenSource(SharedServer.Deadline);
        for (var i = 0; i < Effort.Of(daily: 200, nightly: 5_000) || reaped < 2; i++)
        {
            Assert.IsFalse(reaped < 2 && deadline.IsCancellationRequested, "the server has not deleted the path in between");
            await using var owner = await new ZooKeeperLock(client, "/deep/below/exports").AcquireAsync();
            Assert.IsGreaterThan(fence, owner.Fence);
            fence = owner.Fence;
            reaped += owner.Path.EndsWith("0000000000", StringComparison.Ordinal) ? 1 : 0;
        }
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("election")]
    public async Task HandOversBackToBack_MissNoWake(string name)
    {
        var path = SharedServer.UniquePath();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var client = await SharedServer.ConnectAsync();
            for (var i = 0; i < Effort.Of(daily: 100, nightly: 3_000); i++)
            {
                await using var owner = await Recipe.Of(name).AcquireNowAsync(client, path).WaitAsync(SharedServer.Deadline);
            }
        }));
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("election")]
    public async Task ConnectionsThatComeAndGo_MoveNobodyInTheQueue(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var owner = await Recipe.Of(name).AcquireNowAsync(client, "/exports");
        var waiting = Recipe.Of(name).AcquireNowAsync(other, "/exports");
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 2);
        var before = (await client.GetChildrenAsync("/exports")).Names.Order().ToArray();

        for (var i = 0; i < 5; i++)
        {
            await server.DropConnectionsAsync();
            await Eventually.TrueAsync(async () => (await server.GetSessionsAsync()).Count(session => session.IsConnected) == 2);
        }

        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        CollectionAssert.AreEqual(before, (await client.GetChildrenAsync("/exports")).Names.Order().ToArray());
        Assert.IsTrue(owner.IsHeld);
        Assert.IsFalse(owner.LostToken.IsCancellationRequested);
        await owner.DisposeAsync();
        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(second.IsHeld);
    }

    [TestMethod]
    public async Task WriterBesideADowngradedReader_IsNotGranted()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/index");
        var index = new ZooKeeperReadWriteLock(client, "/index");
        var writer = await client.CreateAsync($"/index/_c_{Guid.NewGuid()}-__WRIT__", mode: CreateMode.EphemeralSequential); // as Curator does
        var writing = index.AcquireWriteAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/index")).Names.Count == 2);

        // Curator's reader takes the number of its own writer.
        var number = int.Parse(writer.Path[^10..], CultureInfo.InvariantCulture);
        var reader = await client.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"/index/_c_{Guid.NewGuid()}-__READ__{number:D10}"), mode: CreateMode.Ephemeral);
        await client.DeleteAsync(writer.Path);
        Assert.IsNull(await index.TryAcquireWriteAsync(TimeSpan.FromMilliseconds(50)));
        Assert.IsFalse(writing.IsCompleted);
        var reading = index.AcquireReadAsync();

        await client.DeleteAsync(reader.Path);

        await using (await writing.WaitAsync(SharedServer.Deadline))
        {
            Assert.IsFalse(reading.IsCompleted);
        }

        await using var last = await reading.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(last.IsHeld);
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task WatchesRemovedByTheApplication_DoNotLeaveAWaiterStuck(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var recipe = Recipe.Of(name);
        var first = await recipe.AcquireNowAsync(client, "/exports");
        var waiting = recipe.AcquireNowAsync(client, "/exports");
        await Eventually.TrueAsync(() => AreWatchesRemovedAsync(client, first.Path));

        await first.DisposeAsync();

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsGreaterThan(first.Fence, second.Fence);
    }

    [TestMethod]
    public async Task Chroot_DoesNotHideOthers()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/app");
        await using var inside = await ZooKeeperClient.ConnectAsync($"{server.ConnectionString}/app");
        await using var owner = await new ZooKeeperLock(inside, "/exports").AcquireAsync();

        Assert.IsNull(await new ZooKeeperLock(client, "/app/exports").TryAcquireAsync());
        Assert.IsNotNull(await client.ExistsAsync($"/app{owner.Path}"));
    }

    private static async Task<bool> AreWatchesRemovedAsync(ZooKeeperClient client, string path)
    {
        try
        {
            await client.RemoveWatchesAsync(path);
            return true;
        }
        catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.NoWatcher)
        {
            return false;
        }
    }
}
