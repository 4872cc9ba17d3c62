using ZooKeeper.Client;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class OneShotWatchConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task DataWatch_OnChange_FiresOnceBeforeTheReplyOfTheWrite()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        var reply = await session.SetDataAsync(root, [1]);
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root, [2])).Events);
    }

    [TestMethod]
    public async Task DataWatch_OnDeletion_Fires()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        var reply = await session.DeleteAsync(root);
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeDeleted, root));
        AreEvents((await session.CreateAsync(root)).Events);
    }

    [TestMethod]
    public async Task DataWatch_OnSameBytes_Fires()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1])).Ok();
        (await session.GetDataAsync(root, watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root, [1])).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task DataWatch_OnWhatIsNoChangeOfTheZnode_KeepsQuiet()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        AreEvents((await session.CreateAsync(root + "/a")).Ok().Events);
        AreEvents((await session.SetDataAsync(root + "/a")).Ok().Events);
        AreEvents((await session.DeleteAsync(root + "/a")).Ok().Events);
        AreEvents((await session.SetAclAsync(root, Acl.Open)).Ok().Events);
        AreEvents((await session.SetDataAsync(root, version: 7)).Failed(ErrorCode.BadVersion).Events);
        AreEvents((await session.SetDataAsync(root)).Ok().Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task ExistsWatch_OnMissingZnode_FiresAtItsCreation()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.ExistsAsync(path, watch: true)).Failed(ErrorCode.NoNode);
        var reply = await session.CreateAsync(path);
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeCreated, path));
        AreEvents((await session.SetDataAsync(path)).Events);
    }

    [TestMethod]
    public async Task ExistsWatch_OnZnode_FiresAtChangeAndDeletion()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.ExistsAsync(root, watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        (await session.ExistsAsync(root, watch: true)).Ok();
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
    }

    [TestMethod]
    public async Task OtherReads_OfMissingZnode_DoNotWatch()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.GetDataAsync(path, watch: true)).Failed(ErrorCode.NoNode);
        (await session.GetChildrenAsync(path, watch: true)).Failed(ErrorCode.NoNode);
        (await session.GetChildren2Async(path, watch: true)).Failed(ErrorCode.NoNode);
        AreEvents((await session.CreateAsync(path)).Events);
        AreEvents((await session.CreateAsync(path + "/a")).Events);
        AreEvents((await session.SetDataAsync(path)).Events);
    }

    [TestMethod]
    public async Task Reads_WithoutPermission_DoNotWatch()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")])).Ok();
        (await session.GetDataAsync(root, watch: true)).Failed(ErrorCode.NoAuth);
        (await session.GetChildrenAsync(root, watch: true)).Failed(ErrorCode.NoAuth);
        (await session.SetAclAsync(root, Acl.Open)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task ChildWatch_OnCreationOrDeletionOfAChild_FiresOnce(bool withStat)
    {
        var (session, root) = await ConnectWithRootAsync();
        await WatchAsync();
        var created = await session.CreateAsync(root + "/a");
        AreEventsOf(created.Ok().Zxid, created.Events, (NodeChildrenChanged, root));
        AreEvents((await session.CreateAsync(root + "/b")).Events);
        await WatchAsync();
        var deleted = await session.DeleteAsync(root + "/a");
        AreEventsOf(deleted.Ok().Zxid, deleted.Events, (NodeChildrenChanged, root));
        AreEvents((await session.DeleteAsync(root + "/b")).Events);

        async Task WatchAsync() =>
            (withStat ? await session.GetChildren2Async(root, watch: true) : await session.GetChildrenAsync(root, watch: true)).Ok();
    }

    [TestMethod]
    public async Task ChildWatch_OnWhatIsNoChangeOfTheList_KeepsQuiet()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root)).Ok().Events);
        AreEvents((await session.SetDataAsync(root + "/a")).Ok().Events);
        AreEvents((await session.CreateAsync(root + "/a/b")).Ok().Events);
        AreEvents((await session.DeleteAsync(root + "/a/b")).Ok().Events);
        AreEvents((await session.CreateAsync(root + "/a")).Failed(ErrorCode.NodeExists).Events);
    }

    [TestMethod]
    public async Task ChildWatch_OnDeletionOfTheZnode_FiresNodeDeleted()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
    }

    [TestMethod]
    public async Task DataAndChildWatch_OnDeletion_FireOneNodeDeleted()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        AreEvents((await session.DeleteAsync(root)).Events, (NodeDeleted, root));
        await session.PrepareAsync(root);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
    }

    [TestMethod]
    public async Task DuplicateWatches_OfOneConnection_FireOneEvent()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.ExistsAsync(root, watch: true)).Ok();
        AreEvents((await session.SetDataAsync(root)).Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events);
    }

    [TestMethod]
    public async Task Watches_OnParentAndChild_FireTheChildFirst()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.ExistsAsync(root + "/a", watch: true)).Failed(ErrorCode.NoNode);
        var created = await session.CreateAsync(root + "/a");
        AreEventsOf(created.Ok().Zxid, created.Events, (NodeCreated, root + "/a"), (NodeChildrenChanged, root));

        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await session.GetDataAsync(root + "/a", watch: true)).Ok();
        var deleted = await session.DeleteAsync(root + "/a");
        AreEventsOf(deleted.Ok().Zxid, deleted.Events, (NodeDeleted, root + "/a"), (NodeChildrenChanged, root));
    }

    [TestMethod]
    public async Task Watches_OfTwoSessions_FireForBoth()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var (one, two) = (await ConnectAsync(), await ConnectAsync());
        (await one.GetDataAsync(root, watch: true)).Ok();
        (await two.GetDataAsync(root, watch: true)).Ok();
        var reply = await writer.SetDataAsync(root);
        AreEvents(reply.Events);
        AreEventsOf(reply.Zxid, await one.EventsAsync(), (NodeDataChanged, root));
        AreEventsOf(reply.Zxid, await two.EventsAsync(), (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task Watch_AfterReattachment_IsGone()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var first = await ConnectAsync();
        (await first.GetDataAsync(root, watch: true)).Ok();
        var second = await ReattachAsync(first);
        (await writer.SetDataAsync(root)).Ok();
        AreEvents(await second.EventsAsync());
    }

    [TestMethod]
    public async Task Watch_OnZnodeThatBecameUnreadable_IsUsedUpInSilence()
    {
        DemandHidesUnreadable();
        var (writer, root) = await ConnectWithRootAsync();
        var session = await ConnectAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await writer.SetAclAsync(root, [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")])).Ok();
        (await writer.SetDataAsync(root)).Ok();
        (await writer.CreateAsync(root + "/a")).Ok();
        (await writer.SetAclAsync(root, Acl.Open)).Ok();
        (await writer.SetDataAsync(root)).Ok();
        (await writer.CreateAsync(root + "/b")).Ok();
        AreEvents(await session.EventsAsync());
    }

    [TestMethod]
    public async Task ExistsWatch_OnZnodeCreatedUnreadable_KeepsQuiet()
    {
        DemandHidesUnreadable();
        var (writer, root) = await ConnectWithRootAsync();
        var session = await ConnectAsync();
        (await session.ExistsAsync(root + "/a", watch: true)).Failed(ErrorCode.NoNode);
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        (await writer.CreateAsync(root + "/a", acl: OnlyFor("somebody"))).Ok();
        AreEvents(await session.EventsAsync(), (NodeChildrenChanged, root));
    }

    [TestMethod]
    public async Task Watch_OnTheRoot_FiresForItsChildren()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetChildrenAsync("/", watch: true)).Ok();
        AreEvents((await session.DeleteAsync(root)).Events, (NodeChildrenChanged, "/"));
    }
}

[TestClass]
public sealed class ApacheOneShotWatchConformance() : OneShotWatchConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerOneShotWatchConformance() : OneShotWatchConformance(SharedServers.DevServer);
