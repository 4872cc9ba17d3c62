using System.Collections.Concurrent;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/barriers.md.</summary>
[TestClass]
public sealed class BarrierSnippets
{
    private readonly ConcurrentBag<long> _imports = [];

    [TestMethod]
    public async Task Step_OfThree_RunsTogether()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StepAsync(client, CancellationToken.None)));

        Assert.HasCount(3, _imports);
        Assert.HasCount(1, _imports.Distinct());
    }

    [TestMethod]
    public async Task Maintenance_Removed_EndsTheWait()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await new ZooKeeperBarrier(client, "/barriers/maintenance").SetAsync();
        var waiting = WaitAsync(client, CancellationToken.None);

        await new ZooKeeperBarrier(client, "/barriers/maintenance").RemoveAsync();

        await waiting;
    }

    private static async Task WaitAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet maintenance>
        var maintenance = new ZooKeeperBarrier(client, "/barriers/maintenance");

        await maintenance.WaitAsync(cancellationToken);
        // </snippet>
    }

    private async Task StepAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet step>
        var step = new ZooKeeperDoubleBarrier(client, "/barriers/import", participants: 3);

        await using var entry = await step.EnterAsync(cancellationToken);
        await ImportAsync(entry.Generation, entry.LostToken);
        await entry.LeaveAsync(cancellationToken);
        // </snippet>
    }

    private Task ImportAsync(long generation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _imports.Add(generation);
        return Task.CompletedTask;
    }
}
