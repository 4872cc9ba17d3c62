using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/queue.md.</summary>
[TestClass]
public sealed class QueueSnippets
{
    [TestMethod]
    public async Task Jobs_EnqueuedAndTaken_AreCompleted()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await client.CreateWithParentsAsync("/invoices/17");

        await EnqueueAsync(client, CancellationToken.None);
        await TakeAsync(new ZooKeeperQueue(client, "/queues/jobs"), CancellationToken.None);
        await EnqueueAsync(client, CancellationToken.None);
        await using (var item = await new ZooKeeperQueue(client, "/queues/jobs").TakeAsync())
        {
            await WriteOnceAsync(client, item, CancellationToken.None);
        }

        CollectionAssert.AreEqual("printed"u8.ToArray(), (await client.GetDataAsync("/invoices/17")).Data);
        Assert.AreEqual(0, (await new ZooKeeperQueue(client, "/queues/jobs").InspectAsync()).Count);
    }

    private static async Task EnqueueAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet enqueue>
        var jobs = new ZooKeeperQueue(client, "/queues/jobs");

        await jobs.EnqueueAsync("invoice 17"u8.ToArray(), cancellationToken);
        // </snippet>
    }

    private static async Task TakeAsync(ZooKeeperQueue jobs, CancellationToken cancellationToken)
    {
        // <snippet take>
        await using var item = await jobs.TakeAsync(cancellationToken);
        await PrintAsync(item.Data, item.LostToken);
        await item.CompleteAsync(cancellationToken);
        // </snippet>
    }

    private static async Task WriteOnceAsync(ZooKeeperClient client, QueueItem item, CancellationToken cancellationToken)
    {
        // <snippet poison>
        if (item.Deliveries > 5)
        {
            await item.MoveToAsync(new ZooKeeperQueue(client, "/queues/poison"), cancellationToken);
        }
        // </snippet>

        // <snippet once>
        await item.CompleteAsync(new Multi().SetData("/invoices/17", "printed"u8.ToArray()), cancellationToken);
        // </snippet>
    }

    private static Task PrintAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromTicks(data.Length), TimeProvider.System, cancellationToken);
}
