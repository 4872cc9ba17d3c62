using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Releases;

/// <summary>The releases that can be followed, and changes from one to the other.</summary>
[TestClass]
public sealed class ReleaseTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task Follow_ChangesOfEveryKind_AreSeen(ZooKeeperRelease release)
    {
        await using var server = await TestServers.StartDevServerAsync(release);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        await tree.SetAsync("Db/Host", "a");
        using var configuration = tree.Load();

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        await tree.SetAsync("Db/Primary/Port", "1");
        await Eventually.TrueAsync(() => configuration["Db:Primary:Port"] == "1");
        await tree.DeleteAsync("Db/Host");
        await Eventually.TrueAsync(() => configuration["Db:Host"] is null);

        // The tree is deleted and created again, root and all.
        await server.DeleteAsync(tree.Path);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        await server.SetAsync(tree.PathOf("Title"), "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three" && configuration["Db:Primary:Port"] is null);
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task Follow_AfterAnyLoss_GoesOn(ZooKeeperRelease release)
    {
        await using var server = await TestServers.StartDevServerAsync(release);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load();

        foreach (var (lose, value) in new (Func<Task> Lose, string Value)[]
        {
            (server.DropConnectionsAsync, "after a lost connection"),
            (server.ExpireAllSessionsAsync, "after a lost session"),
            (() => server.RestartAsync(), "after a restart"),
        })
        {
            await lose();
            await server.SetAsync(tree.PathOf("Title"), value);
            await Eventually.TrueAsync(() => configuration["Title"] == value);
            await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false, Session: SessionState.Connected });
        }
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task Read_DuringMultis_IsAlwaysOneCommittedState(ZooKeeperRelease release)
    {
        await using var server = await TestServers.StartDevServerAsync(release);
        await AtomicityRuns.On(server, TestContext, leastReloads: release == ZooKeeperRelease.V35 ? 5 : 50).RunAsync();
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    public async Task Read_ServerChangesItsRelease_IsAlwaysOneCommittedState(ZooKeeperRelease other)
    {
        await using var server = await TestServers.StartDevServerAsync(other);
        await AtomicityRuns.On(
            server,
            TestContext,
            breaks: 10,
            () => server.RestartAsync(server.Release == other ? ZooKeeperRelease.V39 : other)).RunAsync();
    }
}
