using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class PersistentWatchConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    [DataRow(WatchMode.Persistent)]
    [DataRow(WatchMode.PersistentRecursive)]
    public async Task AddWatch_AnyPath_RepliesWithZero(WatchMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        foreach (var path in new[] { root, root + "/missing", "relative", "" })
        {
            Assert.AreEqual(0, (await session.AddWatchAsync(path, mode)).As<IntReply>().Value);
        }
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(2)]
    public async Task AddWatch_UnknownMode_MarshallingError(int mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, (WatchMode)mode)).Failed(ErrorCode.MarshallingError);
        AreEvents((await session.SetDataAsync(root)).Events);
    }

    [TestMethod]
    public async Task Persistent_OnItsZnode_FiresForEverythingAndStays()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        for (var i = 0; i < 2; i++)
        {
            var changed = await session.SetDataAsync(root);
            AreEventsOf(changed.Ok().Zxid, changed.Events, (NodeDataChanged, root));
            AreEvents((await session.CreateAsync(root + "/a")).Events, (NodeChildrenChanged, root));
            AreEvents((await session.SetDataAsync(root + "/a")).Events);
            AreEvents((await session.CreateAsync(root + "/a/b")).Events);
            AreEvents((await session.DeleteAsync(root + "/a/b")).Events);
            AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeChildrenChanged, root));
            AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
            AreEvents((await session.CreateAsync(root)).Events, (NodeCreated, root));
        }
    }

    [TestMethod]
    public async Task Recursive_OnItsSubtree_FiresForEverythingButListsOfChildrenAndStays()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        for (var i = 0; i < 2; i++)
        {
            AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
            var created = await session.CreateAsync(root + "/a");
            AreEventsOf(created.Ok().Zxid, created.Events, (NodeCreated, root + "/a"));
            AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeCreated, root + "/a/b"));
            AreEvents((await session.SetDataAsync(root + "/a/b")).Events, (NodeDataChanged, root + "/a/b"));
            AreEvents((await session.DeleteAsync(root + "/a/b")).Events, (NodeDeleted, root + "/a/b"));
            AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
            AreEvents((await session.SetAclAsync(root, Acl.Open)).Events);
            AreEvents((await session.CreateAsync(root)).Failed(ErrorCode.NodeExists).Events);
        }
    }

    [TestMethod]
    [DataRow(WatchMode.Persistent)]
    [DataRow(WatchMode.PersistentRecursive)]
    public async Task WatchedRoot_DeletedAndCreatedAgain_KeepsItsWatch(WatchMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, mode)).Ok();
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
        AreEvents((await session.CreateAsync(root)).Events, (NodeCreated, root));
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    [DataRow(WatchMode.Persistent)]
    [DataRow(WatchMode.PersistentRecursive)]
    public async Task Watch_OnMissingPath_FiresAtItsCreation(WatchMode mode)
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.AddWatchAsync(path, mode)).Ok();
        var reply = await session.CreateAsync(path);
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeCreated, path));
    }

    [TestMethod]
    [DataRow(WatchMode.Persistent)]
    [DataRow(WatchMode.PersistentRecursive)]
    public async Task Watch_AddedTwice_FiresOneEvent(WatchMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root, mode)).Ok();
        (await session.AddWatchAsync(root, mode)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task Recursive_Nested_FireOneEvent()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.AddWatchAsync(root + "/a")).Ok();
        AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeCreated, root + "/a/b"));
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a/b")).Events, (NodeDeleted, root + "/a/b"));
    }

    [TestMethod]
    public async Task Recursive_WithOneShotBelowIt_FireOneEvent()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.GetDataAsync(root + "/a", watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        (await session.GetDataAsync(root + "/a", watch: true)).Ok();
        (await session.GetChildrenAsync(root + "/a", watch: true)).Ok();
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task Recursive_WithChildWatchBelowIt_AlsoSendsTheListsChange()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.GetChildrenAsync(root + "/a", watch: true)).Ok();
        AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeCreated, root + "/a/b"), (NodeChildrenChanged, root + "/a"));
        AreEvents((await session.CreateAsync(root + "/a/c")).Events, (NodeCreated, root + "/a/c"));
    }

    [TestMethod]
    public async Task Persistent_BelowRecursive_AddsTheListsChangesOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root)).Ok();
        (await session.AddWatchAsync(root + "/a", WatchMode.Persistent)).Ok();
        AreEvents((await session.SetDataAsync(root + "/a")).Events, (NodeDataChanged, root + "/a"));
        AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeCreated, root + "/a/b"), (NodeChildrenChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a/b")).Events, (NodeDeleted, root + "/a/b"), (NodeChildrenChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a")).Events, (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task Recursive_BesideASiblingWithTheSamePrefix_KeepsQuiet()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.AddWatchAsync(root + "/a")).Ok();
        AreEvents((await session.CreateAsync(root + "/ab")).Events);
        AreEvents((await session.CreateAsync(root + "/ab/c")).Events);
        AreEvents((await session.SetDataAsync(root)).Events);
    }

    [TestMethod]
    public async Task Recursive_OnTheRoot_FiresForEveryPath()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var session = await ConnectAsync();
        (await session.AddWatchAsync("/")).Ok();
        (await writer.CreateAsync(root + "/a")).Ok();
        (await writer.SetDataAsync(root)).Ok();
        (await writer.DeleteAsync(root + "/a")).Ok();
        var events = (await session.EventsAsync()).Where(e => e.Path.StartsWith(root, StringComparison.Ordinal)).ToList();
        AreEvents(events, (NodeCreated, root + "/a"), (NodeDataChanged, root), (NodeDeleted, root + "/a"));
    }

    [TestMethod]
    public async Task Recursive_OfTwoSessions_FiresForBoth()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var (one, two) = (await ConnectAsync(), await ConnectAsync());
        (await one.AddWatchAsync(root)).Ok();
        (await two.AddWatchAsync(root, WatchMode.Persistent)).Ok();
        var zxid = (await writer.CreateAsync(root + "/a")).Ok().Zxid;
        AreEventsOf(zxid, await one.EventsAsync(), (NodeCreated, root + "/a"));
        AreEventsOf(zxid, await two.EventsAsync(), (NodeChildrenChanged, root));
    }

    [TestMethod]
    public async Task Recursive_OverUnreadableZnodes_LeavesTheirEventsOut()
    {
        DemandHidesUnreadable();
        var (writer, root) = await ConnectWithRootAsync();
        (await writer.AuthAsync("digest", "ann:secret")).Ok();
        var session = await ConnectAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await writer.CreateAsync(root + "/closed", acl: OnlyFor("ann"))).Ok();
        (await writer.SetDataAsync(root + "/closed")).Ok();
        (await writer.CreateAsync(root + "/closed/open")).Ok();
        (await writer.DeleteAsync(root + "/closed/open")).Ok();
        (await writer.DeleteAsync(root + "/closed")).Ok();
        AreEvents(await session.EventsAsync(), (NodeCreated, root + "/closed/open"), (NodeDeleted, root + "/closed/open"));
    }

    [TestMethod]
    public async Task Recursive_WithoutPermissionOnItsRoot_FiresOnceThatIsReadable()
    {
        DemandHidesUnreadable();
        var (writer, root) = await ConnectWithRootAsync();
        (await writer.AuthAsync("digest", "ann:secret")).Ok();
        (await writer.SetAclAsync(root, OnlyFor("ann"))).Ok();
        var session = await ConnectAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await writer.SetDataAsync(root)).Ok();
        AreEvents(await session.EventsAsync());
        (await session.AuthAsync("digest", "ann:secret")).Ok();
        (await writer.SetDataAsync(root)).Ok();
        AreEvents(await session.EventsAsync(), (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task Watch_AfterReattachment_IsGone()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var first = await ConnectAsync();
        (await first.AddWatchAsync(root)).Ok();
        var second = await ReattachAsync(first);
        (await writer.SetDataAsync(root)).Ok();
        AreEvents(await second.EventsAsync());
    }
}

[TestClass]
public sealed class ApachePersistentWatchConformance() : PersistentWatchConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerPersistentWatchConformance() : PersistentWatchConformance(SharedServers.DevServer);
