using ZooKeeper.Client;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class RemoveWatchesConformance(SharedServer server) : ConformanceTest(server)
{
    private const int Children = 1;
    private const int Data = 2;
    private const int Any = 3;

    [TestMethod]
    public async Task CheckWatches_OfEachType_FindsItsKind()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CheckWatchesAsync(root, Any)).Failed(ErrorCode.NoWatcher);
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.CheckWatchesAsync(root, Data)).OkWithoutBody();
        (await session.CheckWatchesAsync(root, Any)).OkWithoutBody();
        (await session.CheckWatchesAsync(root, Children)).Failed(ErrorCode.NoWatcher);
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.CheckWatchesAsync(root, Children)).OkWithoutBody();
        (await session.CheckWatchesAsync(root + "/a", Any)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        (await session.CheckWatchesAsync(root, Data)).Failed(ErrorCode.NoWatcher);
    }

    [TestMethod]
    public async Task RemoveWatches_Data_LeavesTheChildWatch()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.RemoveWatchesAsync(root, Data)).OkWithoutBody();
        (await session.RemoveWatchesAsync(root, Data)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeChildrenChanged, root));
    }

    [TestMethod]
    public async Task RemoveWatches_Children_LeavesTheDataWatch()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.RemoveWatchesAsync(root, Children)).OkWithoutBody();
        (await session.RemoveWatchesAsync(root, Children)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task RemoveWatches_ExistsWatchOfMissingZnode_IsAData()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.ExistsAsync(path, watch: true)).Failed(ErrorCode.NoNode);
        (await session.RemoveWatchesAsync(path, Data)).OkWithoutBody();
        AreEvents((await session.CreateAsync(path)).Events);
    }

    [TestMethod]
    [DataRow(WatchMode.Persistent)]
    [DataRow(WatchMode.PersistentRecursive)]
    public async Task RemoveWatches_Any_TakesEveryWatchOfThePath(WatchMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.AddWatchAsync(root, mode)).Ok();
        (await session.RemoveWatchesAsync(root, Any)).OkWithoutBody();
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
        AreEvents((await session.DeleteAsync(root + "/a")).Events);
        AreEvents((await session.DeleteAsync(root)).Events);
        (await session.RemoveWatchesAsync(root, Any)).Failed(ErrorCode.NoWatcher);
    }

    [TestMethod]
    public async Task RemoveWatches_Any_RemovesThatPathOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        var (middle, leaf) = (root + "/a", root + "/a/b");
        await session.PrepareAsync(middle, leaf);
        (await session.AddWatchAsync(root)).Ok();
        (await session.AddWatchAsync(middle)).Ok();
        (await session.GetChildrenAsync(leaf, watch: true)).Ok();
        (await session.RemoveWatchesAsync(middle, Any)).OkWithoutBody();
        (await session.RemoveWatchesAsync(middle, Any)).Failed(ErrorCode.NoWatcher);

        AreEvents((await session.SetDataAsync(middle)).Events, (NodeDataChanged, middle));
        AreEvents((await session.CreateAsync(leaf + "/c")).Events, (NodeCreated, leaf + "/c"), (NodeChildrenChanged, leaf));
        (await session.RemoveWatchesAsync(root, Any)).OkWithoutBody();
        AreEvents((await session.SetDataAsync(middle)).Events);
    }

    [TestMethod]
    public async Task RemoveWatches_OfAPathBelowARecursiveOne_NoWatcher()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.RemoveWatchesAsync(root + "/a", Any)).Failed(ErrorCode.NoWatcher);
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
    }

    [TestMethod]
    public async Task RemoveWatches_OfAnotherSession_NoWatcherAndItStays()
    {
        var (owner, root) = await ConnectWithRootAsync();
        var session = await ConnectAsync();
        (await owner.AddWatchAsync(root)).Ok();
        (await session.RemoveWatchesAsync(root, Any)).Failed(ErrorCode.NoWatcher);
        AreEvents((await owner.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(6)]
    public async Task WatcherType_Unknown_MarshallingError(int type)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.CheckWatchesAsync(root, type)).Failed(ErrorCode.MarshallingError);
        (await session.RemoveWatchesAsync(root, type)).Failed(ErrorCode.MarshallingError);
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }
}

[TestClass]
public sealed class ApacheRemoveWatchesConformance() : RemoveWatchesConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerRemoveWatchesConformance() : RemoveWatchesConformance(SharedServers.DevServer);

