using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in the readme of <c>ZooKeeper.Client</c>.</summary>
[TestClass]
public sealed class ClientSnippets
{
    [TestMethod]
    public async Task Mirror_UntilCancelled_FollowsBothTrees()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            Znodes = { ["/config/common/Currency"] = "EUR", ["/config/shop/Title"] = "Corner shop" },
        });
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        using var enough = new CancellationTokenSource();

        var following = FollowAsync(client, enough.Token);
        await enough.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => following);
    }

    // Nobody has these servers: what the readme shows is compiled, and the tests of the client run the like of it.
    internal static async Task UseAsync()
    {
        // <snippet client>
        await using var client = await ZooKeeperClient.ConnectAsync("zk1:2181,zk2:2181,zk3:2181");

        await client.CreateAsync("/jobs", "ready"u8.ToArray());
        var (data, stat) = await client.GetDataAsync("/jobs", watcher: change => Console.WriteLine(change.Type));
        await client.SetDataAsync("/jobs", "busy"u8.ToArray(), stat.Version);
        await client.MultiAsync(new Multi().Check("/jobs").Create("/jobs/1", data: null).Create("/jobs/2", data: null));
        // </snippet>
    }

    private static async Task FollowAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet mirror>
        await using var mirror = client.Mirror("/config/common", "/config/shop");
        TreeSnapshot? seen = null;
        while (true)
        {
            var snapshot = await mirror.NextAsync(seen, cancellationToken);
            var changed = snapshot.Changes(seen);
            Console.WriteLine($"0x{snapshot.Zxid:x}: {string.Join(", ", changed.Select(change => change.Path))}");
            seen = snapshot;
        }
        // </snippet>
    }
}
