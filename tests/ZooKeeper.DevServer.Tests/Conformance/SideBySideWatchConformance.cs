using ZooKeeper.Client;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>Since 3.9 watches of all modes live side by side on one path (ZOOKEEPER-4466), and can be removed one by one (ZOOKEEPER-4471).</summary>
public abstract class SideBySideWatchConformance(SharedServer server) : ConformanceTest(server, only: ZooKeeperRelease.V39)
{
    private const int Children = 1;
    private const int Data = 2;
    private const int Any = 3;
    private const int Persistent = 4;
    private const int PersistentRecursive = 5;

    [TestMethod]
    public async Task Events_OfOneTransaction_CarryItsZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        var reply = await session.MultiAsync(Operation.SetData(root), Operation.Create(root + "/a"));
        CollectionAssert.AreEqual(
            new[] { new WireEvent(NodeDataChanged, root, reply.Zxid), new WireEvent(NodeCreated, root + "/a", reply.Zxid) }, reply.Events.ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task OneShotAndRecursive_OnOnePath_FireOneEventAndTheRecursiveStays(bool oneShotFirst)
    {
        var (session, root) = await ConnectWithRootAsync();
        for (var i = 0; i < 2; i++)
        {
            (oneShotFirst == (i == 0) ? await session.GetDataAsync(root, watch: true) : await session.AddWatchAsync(root)).Ok();
        }

        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task ChildWatchAndRecursive_OnOnePath_FireEachItsOwn()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"), (NodeChildrenChanged, root));
        AreEvents((await session.CreateAsync(root + "/b")).Events, (NodeCreated, root + "/b"));
    }

    [TestMethod]
    public async Task PersistentAndRecursive_OnOnePath_FireEachItsOwn()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.PersistentRecursive)).Ok();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"), (NodeChildrenChanged, root));
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"), (NodeChildrenChanged, root));
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
    }

    [TestMethod]
    public async Task AllModes_OnOnePath_FireOneNodeDeleted()
    {
        var (session, root) = await ConnectWithRootAsync();
        await WatchInEveryModeAsync(session, root);
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
        AreEvents((await session.CreateAsync(root)).Events, (NodeCreated, root));
    }

    [TestMethod]
    [DataRow(Data)]
    [DataRow(Children)]
    public async Task OneShotTypes_OfARecursiveAlone_NoWatcherAndItStays(int type)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.CheckWatchesAsync(root, type)).Failed(ErrorCode.NoWatcher);
        (await session.RemoveWatchesAsync(root, type)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    [DataRow(Children)]
    [DataRow(Data)]
    [DataRow(Persistent)]
    [DataRow(PersistentRecursive)]
    public async Task RemoveWatches_OfOneType_LeavesTheOthers(int type)
    {
        var (session, root) = await ConnectWithRootAsync();
        await WatchInEveryModeAsync(session, root);
        (await session.RemoveWatchesAsync(root, type)).OkWithoutBody();
        (await session.RemoveWatchesAsync(root, type)).Failed(ErrorCode.NoWatcher);
        foreach (var other in new[] { Children, Data, Persistent, PersistentRecursive })
        {
            Assert.AreEqual(other == type ? ErrorCode.NoWatcher : ErrorCode.Ok, (await session.CheckWatchesAsync(root, other)).Error);
        }
    }

    [TestMethod]
    public async Task RemoveWatches_Persistent_EndsTheListsEventsOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        (await session.AddWatchAsync(root, WatchMode.PersistentRecursive)).Ok();
        (await session.RemoveWatchesAsync(root, Persistent)).OkWithoutBody();
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task RemoveWatches_Recursive_EndsTheEventsFromBelowOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        (await session.AddWatchAsync(root, WatchMode.PersistentRecursive)).Ok();
        (await session.RemoveWatchesAsync(root, PersistentRecursive)).OkWithoutBody();
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeChildrenChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task RemoveWatches_Any_EndsAllModes()
    {
        var (session, root) = await ConnectWithRootAsync();
        await WatchInEveryModeAsync(session, root);
        (await session.RemoveWatchesAsync(root, Any)).OkWithoutBody();
        (await session.CheckWatchesAsync(root, Any)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.DeleteAsync(root + "/a")).Events);
    }

    [TestMethod]
    public async Task CheckWatches_OfAnotherSession_NoWatcher()
    {
        var (owner, root) = await ConnectWithRootAsync();
        await WatchInEveryModeAsync(owner, root);
        var session = await ConnectAsync();
        (await session.CheckWatchesAsync(root, Any)).Failed(ErrorCode.NoWatcher);
        (await session.CheckWatchesAsync(root, Data)).Failed(ErrorCode.NoWatcher);
    }

    [TestMethod]
    public async Task SetWatches2_AllModesOnOnePath_RegistersEach()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.PingAsync()).Zxid;
        (await session.SetWatchesAsync(zxid, data: [root], child: [root], persistent: [root], recursive: [root])).OkWithoutBody();
        foreach (var type in new[] { Children, Data, Persistent, PersistentRecursive })
        {
            (await session.CheckWatchesAsync(root, type)).OkWithoutBody();
        }

        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeCreated, root + "/a"), (NodeChildrenChanged, root));
    }

    private static async Task WatchInEveryModeAsync(WireSession session, string path)
    {
        (await session.GetDataAsync(path, watch: true)).Ok();
        (await session.GetChildrenAsync(path, watch: true)).Ok();
        (await session.AddWatchAsync(path, WatchMode.Persistent)).Ok();
        (await session.AddWatchAsync(path, WatchMode.PersistentRecursive)).Ok();
    }
}

[TestClass]
public sealed class ApacheSideBySideWatchConformance() : SideBySideWatchConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerSideBySideWatchConformance() : SideBySideWatchConformance(SharedServers.DevServer);
