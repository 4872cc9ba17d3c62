using System.Globalization;
using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>A queue that this library shares with Apache Curator and kazoo (docs/coordination/queue.md, "Other libraries").</summary>
[TestClass]
public sealed class QueueInteropTests
{
    private const int Items = 30;

    private static string Servers => SharedServer.Server.ConnectionString;

    [TestMethod]
    public async Task Items_OfCurator_AreTakenInOrder()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await using var producer = ForeignProcess.CuratorQueue("offer", Servers, queue.Path, $"{Items}");
        for (var i = 0; i < Items; i++)
        {
            await using var item = await queue.TakeAsync().WaitAsync(SharedServer.Deadline);
            Assert.AreEqual(i, int.Parse(item.Data.Span, CultureInfo.InvariantCulture));
            await item.CompleteAsync();
        }

        await producer.EndAsync();
    }

    [TestMethod]
    public async Task Items_OfOurs_AreTakenInOrderByCuratorAndKazoo()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        foreach (var start in new[] { () => ForeignProcess.CuratorQueue("take", Servers, queue.Path, $"{Items}"), () => ForeignProcess.KazooQueue(Servers, queue.Path, $"{Items}") })
        {
            await queue.EnqueueAsync([.. Enumerable.Range(0, Items).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"{i}"))]);
            await using var consumer = start();
            await consumer.EndAsync();
            Assert.AreEqual(0, (await queue.InspectAsync()).Count);
        }
    }

    [TestMethod]
    public async Task Item_ThatOursHas_IsNotTakenByCurator()
    {
        await using var client = await SharedServer.ConnectAsync();
        var queue = new ZooKeeperQueue(client, SharedServer.UniquePath());
        await queue.EnqueueAsync("a"u8.ToArray());
        await using var item = await queue.TakeAsync();

        await using (var thief = ForeignProcess.CuratorQueue("steal", Servers, queue.Path))
        {
            await thief.EndAsync();
        }

        Assert.IsTrue(item.IsHeld);
        await item.CompleteAsync();
    }
}
