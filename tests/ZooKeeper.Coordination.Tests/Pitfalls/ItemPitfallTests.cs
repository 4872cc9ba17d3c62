using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>What went wrong in other libraries with queues of items (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class ItemPitfallTests
{
    [TestMethod]
    public async Task ForeignZnodes_AreNoItemsAndStopNobody()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        foreach (var name in new[] { "", "/queue-0000000000", "/qn-", "/qn-jobs", "/a-qn-0000000000", "/_c_6f9619ff-qn-0000000001" })
        {
            await client.CreateAsync(path + name);
        }

        var queue = new ZooKeeperQueue(client, path);
        Assert.IsNull(await queue.TryTakeAsync());
        var waiting = queue.TakeAsync();
        await Eventually.TrueAsync(async () => await client.ExistsAsync(path + "/line") is { NumChildren: 1 });
        Assert.AreEqual(0, (await queue.InspectAsync()).Count);

        var added = await queue.EnqueueAsync("a"u8.ToArray());

        await using var item = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(added, item.Name);
        await item.CompleteAsync();
    }

    [TestMethod]
    public async Task ItemWithAForeignChild_IsPassedOverAndTakesNoEffort()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var consumer = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var odd = await new ZooKeeperQueue(client, "/jobs").EnqueueAsync("a"u8.ToArray());
        await client.CreateAsync($"/jobs/{odd}/note");
        var waiting = new ZooKeeperQueue(consumer, "/jobs").TakeAsync();
        await Eventually.TrueAsync(async () => await client.ExistsAsync("/jobs/line") is { NumChildren: 1 });
        await consumer.SyncAsync();
        proxy.ResetCounters();

        for (var i = 0; i < 100; i++)
        {
            await consumer.SyncAsync();
        }

        Assert.IsLessThan(130, proxy.RequestLengths.Count, "the consumer waits for a change");
        var next = await new ZooKeeperQueue(client, "/jobs").EnqueueAsync("b"u8.ToArray());
        await using (var item = await waiting.WaitAsync(SharedServer.Deadline))
        {
            Assert.AreEqual(next, item.Name);
            await item.CompleteAsync();
        }

        var last = new ZooKeeperQueue(consumer, "/jobs").TakeAsync();
        await client.DeleteAsync($"/jobs/{odd}/note");
        await using var freed = await last.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(odd, freed.Name);
    }

    [TestMethod]
    public async Task ItemsBehindTakenOnes_AreFound()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        var names = await queue.EnqueueAsync([.. Enumerable.Range(0, 40).Select(i => (ReadOnlyMemory<byte>)new[] { (byte)i })]);
        List<QueueItem> items = [];
        for (var i = 0; i < 39; i++)
        {
            items.Add((await queue.TryTakeAsync())!);
        }

        await using var last = await new ZooKeeperQueue(other, queue.Path).TryTakeAsync();

        Assert.AreEqual(names[^1], last!.Name);
        Assert.IsNull(await new ZooKeeperQueue(other, queue.Path).TryTakeAsync());
        await items[7].DisposeAsync();
        await using var again = await new ZooKeeperQueue(other, queue.Path).TryTakeAsync();
        Assert.AreEqual(names[7], again!.Name);
        await Task.WhenAll(items.Select(item => item.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task ItemGivenBack_KeepsItsPlaceAndItsName()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        var names = await queue.EnqueueAsync(["a"u8.ToArray(), "b"u8.ToArray()]);
        for (var delivery = 1; delivery <= 5; delivery++)
        {
            await using var item = await new ZooKeeperQueue(client, queue.Path).TakeAsync();
            Assert.AreEqual((names[0], delivery), (item.Name, item.Deliveries));
        }
    }

    [TestMethod]
    public async Task NumbersThatOverflow_DoNotChangeTheOrder()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/jobs");
        await client.CreateAsync("/jobs/qn-0000000005", [0]); // it has waited for 2³¹ items
        await server.SetCreateCounterAsync("/jobs", int.MaxValue - 2);
        var queue = new ZooKeeperQueue(client, "/jobs");
        for (var i = 1; i <= 6; i++)
        {
            await queue.EnqueueAsync(new[] { (byte)i });
        }

        Assert.Contains("qn--2147483648", (await client.GetChildrenAsync("/jobs")).Names);
        for (var i = 0; i <= 6; i++)
        {
            await using var item = await queue.TryTakeAsync();
            Assert.AreEqual(i, item!.Data.Span[0]);
            await item.CompleteAsync();
        }
    }

    [TestMethod]
    public async Task ListOverTheLimitOfTheClient_FailsInsteadOfReconnectingForEver()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var small = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString, MaxReplyLength = 1024 });
        var queue = new ZooKeeperQueue(small, SharedServer.UniquePath());
        await new ZooKeeperQueue(client, queue.Path).EnqueueAsync([.. Enumerable.Repeat((ReadOnlyMemory<byte>)"a"u8.ToArray(), 100)]);

        foreach (var taking in new Func<Task>[] { () => queue.TakeAsync(), () => queue.TryTakeAsync(), () => queue.InspectAsync() })
        {
            var e = await Assert.ThrowsAsync<ZooKeeperException>(() => taking().WaitAsync(SharedServer.Deadline));
            Assert.Contains("MaxReplyLength", e.Message);
        }

        Assert.AreEqual(SessionState.Connected, small.State);
    }

    [TestMethod]
    public async Task ItemThatMayNotBeRead_IsAnErrorAndStaysFree()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var stranger = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        var queue = new ZooKeeperQueue(client, "/jobs", new QueueOptions { Acl = [new Acl(Permissions.All, "auth", ""), new Acl(Permissions.Create, "world", "anyone")] });
        await client.CreateAsync("/jobs");
        await queue.EnqueueAsync("a"u8.ToArray());

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => new ZooKeeperQueue(stranger, "/jobs").TakeAsync());

        await Eventually.TrueAsync(async () => (await queue.InspectAsync()).Items[0].Consumer is null);
        await using var item = await queue.TryTakeAsync();
        Assert.IsNotNull(item);
    }

    [TestMethod]
    public async Task Chroot_ChangesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/app");
        await using var inside = await ZooKeeperClient.ConnectAsync($"{server.ConnectionString}/app");
        var queue = new ZooKeeperQueue(inside, "/new/jobs");
        await queue.EnqueueAsync("a"u8.ToArray());
        await using var item = await new ZooKeeperQueue(client, "/app/new/jobs").TakeAsync();
        Assert.IsNull(await queue.TryTakeAsync());
        await item.DisposeAsync();
        await using var again = await queue.TakeAsync();

        await again.MoveToAsync(new ZooKeeperQueue(inside, "/new/poison"));

        Assert.AreEqual(1, (await new ZooKeeperQueue(client, "/app/new/poison").InspectAsync()).Count);
        Assert.AreEqual(0, (await queue.InspectAsync()).Count);
    }
}
