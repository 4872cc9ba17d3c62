using ZooKeeper.Client;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>
/// From 3.6 to 3.8 a connection has one watch mode for a path in each of two tables, for znodes and for lists of children. A recursive watch is in both,
/// and whatever is registered later replaces it there (ZOOKEEPER-4466).
/// </summary>
public abstract class OneWatchModeConformance(SharedServer server) : ConformanceTest(server, only: ZooKeeperRelease.V38)
{
    private const int Children = 1;
    private const int Data = 2;
    private const int Any = 3;

    [TestMethod]
    public async Task Events_OfTransactions_CarryNoZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        Assert.AreEqual(new WireEvent(NodeDataChanged, root, -1), (await session.SetDataAsync(root)).Events.Single());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task OneShot_OnThePathOfARecursive_ReplacesItInTheDataTable(bool exists)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (exists ? await session.ExistsAsync(root, watch: true) : await session.GetDataAsync(root, watch: true)).Ok();
        AreEvents((await session.CreateAsync(root + "/a")).Events);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.SetDataAsync(root + "/a")).Events);

        // It is still in the other table, which is asked about deletions too.
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task ChildWatch_OnThePathOfARecursive_ReplacesItInTheChildTableOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"), (NodeChildrenChanged, root));
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task OneShot_OnThePathOfAPersistent_ReplacesItInTheDataTable()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        (await session.GetDataAsync(root, watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeChildrenChanged, root));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeChildrenChanged, root));
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
    }

    [TestMethod]
    public async Task Recursive_OnThePathOfAOneShot_ReplacesIt()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.AddWatchAsync(root)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
    }

    [TestMethod]
    public async Task PersistentModes_OnOnePath_TheLastCounts()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        (await session.AddWatchAsync(root, WatchMode.PersistentRecursive)).Ok();
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
        AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeCreated, root + "/a/b"));
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        AreEvents((await session.CreateAsync(root + "/c")).Events, (NodeChildrenChanged, root));
        AreEvents((await session.SetDataAsync(root + "/a/b")).Events);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task RemoveWatches_DataOfARecursive_LeavesTheDeletions()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.RemoveWatchesAsync(root, Data)).OkWithoutBody();
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/b")).Events);
        AreEvents((await session.SetDataAsync(root + "/a")).Events);
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
        (await session.RemoveWatchesAsync(root, Data)).Failed(ErrorCode.NoWatcher);
        (await session.RemoveWatchesAsync(root, Any)).OkWithoutBody();
        AreEvents((await session.DeleteAsync(root + "/b")).Events);
    }

    [TestMethod]
    public async Task RemoveWatches_ChildrenOfARecursive_LeavesItsEvents()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.RemoveWatchesAsync(root, Children)).OkWithoutBody();
        (await session.RemoveWatchesAsync(root, Children)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task CheckWatches_OfARecursive_FindsItInBothTables()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.CheckWatchesAsync(root, Data)).OkWithoutBody();
        (await session.CheckWatchesAsync(root, Children)).OkWithoutBody();
        (await session.CheckWatchesAsync(root, Any)).OkWithoutBody();
    }

    [TestMethod]
    [DataRow(4)]
    [DataRow(5)]
    public async Task WatcherType_OfAPersistentMode_IsUnknown(int type)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, type == 4 ? WatchMode.Persistent : WatchMode.PersistentRecursive)).Ok();
        (await session.CheckWatchesAsync(root, type)).Failed(ErrorCode.MarshallingError);
        (await session.RemoveWatchesAsync(root, type)).Failed(ErrorCode.MarshallingError);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task SetWatches2_OneShotAndRecursiveOnOnePath_EndsRecursive()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.PingAsync()).Zxid;
        (await session.SetWatchesAsync(zxid, data: [root], child: [root], recursive: [root])).OkWithoutBody();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
    }

    [TestMethod]
    public async Task SetWatches_AfterARecursive_ReplacesIt()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        var zxid = (await session.PingAsync()).Zxid;
        (await session.SetWatchesAsync(zxid, data: [root])).OkWithoutBody();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events);
    }
}

[TestClass]
public sealed class ApacheOneWatchModeConformance() : OneWatchModeConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerOneWatchModeConformance() : OneWatchModeConformance(SharedServers.DevServer38);
