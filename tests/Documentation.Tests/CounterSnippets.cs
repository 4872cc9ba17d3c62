using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/counters.md.</summary>
[TestClass]
public sealed class CounterSnippets
{
    [TestMethod]
    public async Task Orders_Added_AreCounted()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);

        var number = await CountAsync(client, CancellationToken.None);

        Assert.AreEqual(1, number);
        Assert.AreEqual(2, await new ZooKeeperCounter(client, "/counters/orders").GetAsync());
    }

    private static async Task<long> CountAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet orders>
        var orders = new ZooKeeperCounter(client, "/counters/orders");

        var number = await orders.AddAsync(1, cancellationToken);
        // </snippet>

        // <snippet outcome>
        try
        {
            await orders.AddAsync(1, cancellationToken);
        }
        catch (ZooKeeperException e) when (e.IsOutcomeUnknown)
        {
            Console.WriteLine("Counted once or not at all.");
        }
        // </snippet>

        return number;
    }
}
