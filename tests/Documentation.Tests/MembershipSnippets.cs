using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/membership.md.</summary>
[TestClass]
public sealed class MembershipSnippets
{
    [TestMethod]
    public async Task Membership_AsShown_IsSeen()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        using var enough = new CancellationTokenSource();

        await JoinAsync(client, enough.Token);

        Assert.IsEmpty((await client.GetChildrenAsync("/groups/workers")).Names);
    }

    private static async Task JoinAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet join>
        await using var workers = new ZooKeeperGroup(client, "/groups/workers");
        await using var membership = await workers.JoinAsync("worker-7", "10.0.0.7"u8.ToArray(), cancellationToken);

        foreach (var member in (await workers.GetViewAsync(cancellationToken)).Members)
        {
            Console.WriteLine($"{member.Id} since {member.Since:u}");
        }
        // </snippet>

        using var enough = new CancellationTokenSource();
        var observing = ObserveAsync(workers, enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => observing);
    }

    private static async Task ObserveAsync(ZooKeeperGroup workers, CancellationToken cancellationToken)
    {
        // <snippet observe>
        GroupView? earlier = null;
        await foreach (var view in workers.ObserveAsync(cancellationToken))
        {
            var changes = view.Since(earlier);
            Console.WriteLine($"{changes.Joined.Count} joined, {changes.Left.Count} left, {changes.Changed.Count} changed");
            earlier = view;
        }
        // </snippet>
    }
}
