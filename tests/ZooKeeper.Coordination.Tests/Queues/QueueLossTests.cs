using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Queues;

/// <summary>What happens to items and consumers when znodes and sessions get lost.</summary>
[TestClass]
public sealed class QueueLossTests
{
    [TestMethod]
    public async Task Consumer_SessionEnds_TheNextGetsTheItemAndTheFirstWritesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var dying = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var queue = new ZooKeeperQueue(client, "/jobs");
        await client.CreateAsync("/done");
        await queue.EnqueueAsync("a"u8.ToArray());
        await using var first = await new ZooKeeperQueue(dying, "/jobs").TakeAsync();
        var waiting = queue.TakeAsync();
        await Eventually.TrueAsync(async () => await client.ExistsAsync("/jobs/line") is { NumChildren: 1 });

        await server.ExpireSessionAsync(dying.SessionId);

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual((first.Name, 2), (second.Name, second.Deliveries));
        Assert.IsGreaterThan(first.Fence, second.Fence);
        await Eventually.TrueAsync(() => first.LostToken.IsCancellationRequested);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => first.CompleteAsync(new Multi().SetData("/done", null)));
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => first.CompleteAsync());
        Assert.AreEqual(0, (await client.ExistsAsync("/done"))!.Value.Version);
        await second.CompleteAsync(new Multi().SetData("/done", null));
        Assert.AreEqual(1, (await client.ExistsAsync("/done"))!.Value.Version);
    }

    [TestMethod]
    public async Task Claim_DeletedByAnOperator_IsLostAndTheItemIsDeliveredAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await queue.EnqueueAsync("a"u8.ToArray());
        await using var first = await queue.TakeAsync();

        await other.DeleteAsync(first.Path);

        await Eventually.TrueAsync(() => first.LostToken.IsCancellationRequested);
        Assert.IsFalse(first.IsHeld);
        await using var second = await new ZooKeeperQueue(other, queue.Path).TakeAsync().WaitAsync(SharedServer.Deadline);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => first.CompleteAsync());
        Assert.IsTrue(second.IsHeld);
        await second.CompleteAsync();
    }

    [TestMethod]
    public async Task Item_DeletedByAnOperator_IsLost()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await queue.EnqueueAsync("a"u8.ToArray());
        await using var item = await queue.TakeAsync();
        await Assert.ThrowsExactlyAsync<NotEmptyException>(() => client.DeleteAsync($"{queue.Path}/{item.Name}"), "no other library can delete it");

        await client.DeleteSubtreeAsync($"{queue.Path}/{item.Name}");

        await Eventually.TrueAsync(() => item.LostToken.IsCancellationRequested);
        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => item.CompleteAsync());
        Assert.IsNull(await queue.TryTakeAsync());
    }

    [TestMethod]
    public async Task Path_DeletedWhileConsumersWait_TheyWaitAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        var waiting = new[] { queue.TakeAsync(), queue.TakeAsync() };
        await Eventually.TrueAsync(async () => await client.ExistsAsync(queue.Path + "/line") is { NumChildren: 2 });

        await other.DeleteSubtreeAsync(queue.Path);

        await Eventually.TrueAsync(async () => await client.ExistsAsync(queue.Path + "/line") is { NumChildren: 2 });
        await new ZooKeeperQueue(other, queue.Path).EnqueueAsync(["a"u8.ToArray(), "b"u8.ToArray()]);
        var items = await Task.WhenAll(waiting).WaitAsync(SharedServer.Deadline);
        Assert.AreNotEqual(items[0].Name, items[1].Name);
        await Task.WhenAll(items.Select(item => item.CompleteAsync()));
    }

    [TestMethod]
    public async Task Path_ReapedByTheServer_LosesNoItemAndHangsNobody()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { ContainerCheckInterval = TimeSpan.FromMilliseconds(1) });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var (producer, consumer, reaped) = (new ZooKeeperQueue(client, "/deep/jobs"), new ZooKeeperQueue(other, "/deep/jobs"), 0);
        using var deadline = new CancellationTokenSource(SharedServer.Deadline);
        for (var i = 0; i < Effort.Of(daily: 200, nightly: 5_000) || reaped < 2; i++)
        {
            Assert.IsFalse(reaped < 2 && deadline.IsCancellationRequested, "the server has not deleted the path in between");
            var taking = consumer.TakeAsync();
            var name = await producer.EnqueueAsync(BitConverter.GetBytes(i)).WaitAsync(SharedServer.Deadline);
            await using var item = await taking.WaitAsync(SharedServer.Deadline);
            Assert.AreEqual((name, i), (item.Name, BitConverter.ToInt32(item.Data.Span)));
            await item.CompleteAsync();
            reaped += name is "qn-0000000000" or "qn-0000000001" ? 1 : 0;
        }
    }

    [TestMethod]
    public async Task Consumer_SessionEndsWhileItWaits_GetsTheNextItem()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var waiting = new ZooKeeperQueue(client, "/jobs").TakeAsync();
        for (var i = 0; i < 3; i++)
        {
            var session = client.SessionId;
            await Eventually.TrueAsync(async () => await other.ExistsAsync("/jobs/line") is { NumChildren: 1 });
            await server.ExpireSessionAsync(session);
            await Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId != session);
        }

        await new ZooKeeperQueue(other, "/jobs").EnqueueAsync("a"u8.ToArray());

        await using var item = await waiting.WaitAsync(SharedServer.Deadline);
        await item.CompleteAsync();
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => item.CompleteAsync());
    }

    [TestMethod]
    [DataRow(SessionState.Connected)]
    [DataRow(SessionState.Disconnected)]
    [DataRow(SessionState.Expired)]
    public async Task TryTake_NoServerAnswers_ThrowsAsARequestDoes(SessionState state)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var time = new FakeTimeProvider();
        var connection = new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time };
        await using var client = await ZooKeeperClient.ConnectAsync(connection);
        proxy.RefuseConnections = true;
        if (state == SessionState.Connected)
        {
            proxy.BlackHole(ProxyDirection.ToServer);
            proxy.BlackHole(ProxyDirection.ToClient);
        }
        else
        {
            proxy.DropConnections();
        }

        await PassAsync(() => client.State == state);

        var taking = new ZooKeeperQueue(client, "/jobs", new QueueOptions { TimeProvider = time }).TryTakeAsync();
        await PassAsync(() => taking.IsCompleted);

        var e = await Assert.ThrowsAsync<ZooKeeperException>(() => taking);
        Assert.IsTrue(e.IsTransient);

        Task PassAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
        {
            if (condition())
            {
                return true;
            }

            time.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        });
    }
}
