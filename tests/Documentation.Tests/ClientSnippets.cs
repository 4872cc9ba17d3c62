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

    [TestMethod]
    public async Task Session_Claimed_WorksAndGivesUpTheClaim()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/jobs/nightly"] = "" } });
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        var rounds = 0;

        await WaitAsync(client, CancellationToken.None);
        await ClaimAsync(client, _ => Task.FromResult(++rounds < 3), CancellationToken.None);

        Assert.AreEqual(2, (await client.ExistsAsync("/jobs/nightly"))!.Value.Version);
        Assert.IsEmpty((await client.GetChildrenAsync("/jobs/nightly")).Names);
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

    internal static async Task ClaimAsync(ZooKeeperClient client, Func<CancellationToken, Task<bool>> workAsync, CancellationToken cancellationToken)
    {
        Task<bool> WorkAsync(CancellationToken token) => workAsync(token);

        // <snippet session>
        var session = await client.GetSessionAsync(cancellationToken);
        var claim = await session.CreateProtectedAsync("/jobs/nightly/lock-", mode: CreateMode.EphemeralSequential, cancellationToken: cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Ended, cancellationToken);
        while (session.TimeLeft > TimeSpan.FromSeconds(2) && await WorkAsync(stop.Token))
        {
            await session.SetDataAsync("/jobs/nightly", "running"u8.ToArray(), cancellationToken: cancellationToken);
        }

        await session.DeleteAsync(claim.Path, cancellationToken: cancellationToken);
        // </snippet>
    }

    internal static async Task WaitAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet watch>
        using var watch = await client.ExistsAndWatchAsync("/jobs/nightly", cancellationToken);
        if (watch.Value is null)
        {
            await watch.WaitAsync(cancellationToken); // it was created
        }
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
