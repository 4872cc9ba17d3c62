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
