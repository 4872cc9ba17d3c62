using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class SetWatchesConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task SetWatches_NothingChanged_RepliesWithoutBodyAndWatchesAgain(bool withPersistent)
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        var zxid = (await session.PingAsync()).Zxid;
        var reply = await session.SetWatchesAsync(
            zxid,
            data: [root],
            exist: [root + "/new"],
            child: [root + "/a"],
            persistent: withPersistent ? [root + "/p"] : [],
            recursive: withPersistent ? [root + "/r"] : []);
        reply.OkWithoutBody();
        Assert.AreEqual(Xid.SetWatches, reply.Xid);
        Assert.IsGreaterThanOrEqualTo(zxid, reply.Zxid);
        AreEvents(reply.Events);

        var changed = await session.SetDataAsync(root);
        AreEventsOf(changed.Ok().Zxid, changed.Events, (NodeDataChanged, root));
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/new")).Events, (NodeCreated, root + "/new"));
        AreEvents((await session.DeleteAsync(root + "/new")).Events);
        AreEvents((await session.CreateAsync(root + "/a/b")).Events, (NodeChildrenChanged, root + "/a"));
        AreEvents((await session.DeleteAsync(root + "/a/b")).Events);
    }

    [TestMethod]
    public async Task DataWatches_ChangedMeanwhile_FireAtOnceInTheOrderOfTheListBeforeTheReply()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/same", root + "/changed", root + "/gone");
        var zxid = (await session.PingAsync()).Zxid;
        (await session.SetDataAsync(root + "/changed")).Ok();
        (await session.DeleteAsync(root + "/gone")).Ok();
        var reply = await session.SetWatchesAsync(zxid, data: [root + "/gone", root + "/same", root + "/changed"]);
        AreReplayed(reply, (NodeDeleted, root + "/gone"), (NodeDataChanged, root + "/changed"));
        AreEvents((await session.SetDataAsync(root + "/changed")).Events);
        AreEvents((await session.SetDataAsync(root + "/same")).Events, (NodeDataChanged, root + "/same"));
    }

    [TestMethod]
    public async Task DataWatches_ChangedInTheVeryTransaction_CountAsSeen()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.SetDataAsync(root)).Ok().Zxid;
        AreReplayed(await session.SetWatchesAsync(zxid, data: [root]));
        AreReplayed(await session.SetWatchesAsync(zxid - 1, data: [root]), (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task ExistWatches_CreatedMeanwhile_FireAtOnce()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.PingAsync()).Zxid;
        await session.PrepareAsync(root + "/new");
        AreReplayed(await session.SetWatchesAsync(zxid, exist: [root + "/missing", root + "/new"]), (NodeCreated, root + "/new"));
        AreEvents((await session.SetDataAsync(root + "/new")).Events);
        AreEvents((await session.CreateAsync(root + "/missing")).Events, (NodeCreated, root + "/missing"));
    }

    [TestMethod]
    public async Task ChildWatches_ChangedMeanwhile_FireAtOnce()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/same", root + "/changed", root + "/gone");
        var zxid = (await session.PingAsync()).Zxid;
        await session.PrepareAsync(root + "/changed/a");
        (await session.DeleteAsync(root + "/gone")).Ok();
        (await session.SetDataAsync(root + "/same")).Ok();
        AreReplayed(
            await session.SetWatchesAsync(zxid, child: [root + "/changed", root + "/gone", root + "/same"]),
            (NodeChildrenChanged, root + "/changed"),
            (NodeDeleted, root + "/gone"));
        AreEvents((await session.CreateAsync(root + "/changed/b")).Events);
        AreEvents((await session.CreateAsync(root + "/same/b")).Events, (NodeChildrenChanged, root + "/same"));
    }

    [TestMethod]
    public async Task AllLists_ChangedMeanwhile_FireDataThenExistThenChild()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        var reply = await session.SetWatchesAsync(0, data: [root, root + "/gone"], exist: [root], child: [root, root + "/gone"], recursive: [root]);
        AreReplayed(
            reply, (NodeDataChanged, root), (NodeDeleted, root + "/gone"), (NodeCreated, root), (NodeChildrenChanged, root), (NodeDeleted, root + "/gone"));
    }

    [TestMethod]
    public async Task PersistentLists_ChangedMeanwhile_AreNotReplayedButWatchFromNowOn()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/p", root + "/r");
        AreReplayed(await session.SetWatchesAsync(0, persistent: [root + "/p", root + "/gone"], recursive: [root + "/r"]));
        for (var i = 0; i < 2; i++)
        {
            AreEvents((await session.SetDataAsync(root + "/p")).Events, (NodeDataChanged, root + "/p"));
            AreEvents((await session.CreateAsync(root + "/p/a")).Events, (NodeChildrenChanged, root + "/p"));
            AreEvents((await session.DeleteAsync(root + "/p/a")).Events, (NodeChildrenChanged, root + "/p"));
            AreEvents((await session.CreateAsync(root + "/r/a")).Events, (NodeCreated, root + "/r/a"));
            AreEvents((await session.DeleteAsync(root + "/r/a")).Events, (NodeDeleted, root + "/r/a"));
            AreEvents((await session.CreateAsync(root + "/gone")).Events, (NodeCreated, root + "/gone"));
            AreEvents((await session.DeleteAsync(root + "/gone")).Events, (NodeDeleted, root + "/gone"));
        }
    }

    [TestMethod]
    public async Task Replays_OfUnreadableZnodes_AreSentWhileLiveEventsAreNot()
    {
        DemandHidesUnreadable();
        var (writer, root) = await ConnectWithRootAsync();
        (await writer.AuthAsync("digest", "ann:secret")).Ok();
        (await writer.CreateAsync(root + "/closed", acl: OnlyFor("ann"))).Ok();
        (await writer.CreateAsync(root + "/closed/child")).Ok();
        var session = await ConnectAsync();
        AreReplayed(
            await session.SetWatchesAsync(0, data: [root + "/closed"], exist: [root + "/closed"], child: [root + "/closed"]),
            (NodeDataChanged, root + "/closed"),
            (NodeCreated, root + "/closed"),
            (NodeChildrenChanged, root + "/closed"));

        var zxid = (await writer.PingAsync()).Zxid;
        AreReplayed(await session.SetWatchesAsync(zxid, data: [root + "/closed"]));
        (await writer.SetDataAsync(root + "/closed")).Ok();
        AreEvents(await session.EventsAsync());
    }

    [TestMethod]
    public async Task SetWatches_OnANewConnection_ContinuesWhereTheOldOneEnded()
    {
        var (writer, root) = await ConnectWithRootAsync();
        var first = await ConnectAsync();
        var seen = (await first.GetDataAsync(root, watch: true)).Ok().Zxid;
        var second = await ReattachAsync(first);
        (await writer.SetDataAsync(root)).Ok();
        AreReplayed(await second.SetWatchesAsync(seen, data: [root]), (NodeDataChanged, root));
        AreEvents(await second.EventsAsync());
    }

    /// <summary>Checks a reply and the events before it: replays belong to no transaction.</summary>
    private static void AreReplayed(WireReply reply, params (WatchEventType Type, string Path)[] expected)
    {
        reply.OkWithoutBody();
        AreEvents(reply.Events, expected);
        Assert.IsTrue(reply.Events.All(e => e.Zxid == -1));
    }
}

[TestClass]
public sealed class ApacheSetWatchesConformance() : SetWatchesConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerSetWatchesConformance() : SetWatchesConformance(SharedServers.DevServer);
