using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class EphemeralConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    [DataRow(CreateMode.Ephemeral)]
    [DataRow(CreateMode.EphemeralSequential)]
    public async Task Ephemeral_Created_BelongsToItsSession(CreateMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        var created = (await session.Create2Async(root + "/e", mode: mode)).As<CreateReply>();
        Assert.AreEqual(session.Id, created.Stat.Stat.EphemeralOwner);
        Assert.AreEqual(session.Id, (await session.StatAsync(created.Path)).EphemeralOwner);
        Assert.AreEqual(0, (await session.StatAsync(root)).EphemeralOwner);
    }

    [TestMethod]
    public async Task CloseSession_WithEphemerals_RemovesThemWithOneZxid()
    {
        var (watcher, root) = await ConnectWithRootAsync();
        await watcher.PrepareAsync(root + "/a", root + "/b");
        (await watcher.AddWatchAsync(root)).Ok();
        var session = await ConnectAsync();
        foreach (var path in new[] { "/a/1", "/a/2", "/b/3" })
        {
            (await session.CreateAsync(root + path, mode: CreateMode.Ephemeral)).Ok();
        }

        await watcher.EventsAsync(3);
        var zxid = (await session.CloseAsync()).Ok().Zxid;
        var events = await watcher.EventsAsync();
        AreEventsOf(
            zxid,
            [.. events.OrderBy(e => e.Path, StringComparer.Ordinal)],
            (NodeDeleted, root + "/a/1"), (NodeDeleted, root + "/a/2"), (NodeDeleted, root + "/b/3"));
        var (a, b) = (await watcher.StatAsync(root + "/a"), await watcher.StatAsync(root + "/b"));
        Assert.AreEqual((zxid, 4, 0), (a.Pzxid, a.Cversion, a.NumChildren));
        Assert.AreEqual((zxid, 2, 0), (b.Pzxid, b.Cversion, b.NumChildren));
    }

    [TestMethod]
    public async Task Expiry_WithEphemerals_RemovesThemWithOneZxid()
    {
        var (watcher, root) = await ConnectWithRootAsync();
        await watcher.PrepareAsync(root + "/a", root + "/b");
        (await watcher.AddWatchAsync(root)).Ok();
        var session = await ConnectAsync(TimeSpan.FromSeconds(2));
        (await session.MultiAsync(
            Operation.Create(root + "/a/1", mode: CreateMode.Ephemeral), Operation.Create(root + "/b/2", mode: CreateMode.Ephemeral))).Ok();
        await watcher.EventsAsync(2);
        var events = await watcher.EventsAsync(2);
        var zxid = (await watcher.StatAsync(root + "/a")).Pzxid;
        Assert.AreEqual(zxid, (await watcher.StatAsync(root + "/b")).Pzxid);
        AreEventsOf(zxid, [.. events.OrderBy(e => e.Path, StringComparer.Ordinal)], (NodeDeleted, root + "/a/1"), (NodeDeleted, root + "/b/2"));
    }

    [TestMethod]
    public async Task CloseSession_WithWatches_SendsTheClosingSessionItsEventsBeforeTheReply()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        var reply = await session.CloseAsync();
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeChildrenChanged, root));
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Ephemeral_DeletedByAnotherSession_IsGoneForGood()
    {
        var (session, root) = await ConnectWithRootAsync();
        var owner = await ConnectAsync();
        (await owner.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        (await session.DeleteAsync(root + "/e")).Ok();
        Assert.IsEmpty((await owner.GetEphemeralsAsync("/")).As<NamesReply>().Names);
        await session.PrepareAsync(root + "/e");
        (await owner.CloseAsync()).Ok();
        Assert.IsTrue(await session.HasAsync(root + "/e"), "The new one is no ephemeral of the closed session.");
    }

    [TestMethod]
    public async Task Ephemeral_OfAClosedSession_CanBeCreatedByTheNextOne()
    {
        var (session, root) = await ConnectWithRootAsync();
        var first = await ConnectAsync();
        (await first.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Failed(ErrorCode.NodeExists);
        (await first.CloseAsync()).Ok();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        Assert.AreEqual(session.Id, (await session.StatAsync(root + "/e")).EphemeralOwner);
    }

    [TestMethod]
    public async Task GetEphemerals_OfASession_ListsItsOwnByTextualPrefix()
    {
        var (session, root) = await ConnectWithRootAsync();
        var other = await ConnectAsync();
        (await other.CreateAsync(root + "/other", mode: CreateMode.Ephemeral)).Ok();
        await session.PrepareAsync(root + "/a");
        (await session.CreateAsync(root + "/a/1", mode: CreateMode.Ephemeral)).Ok();
        (await session.CreateAsync(root + "/ab", mode: CreateMode.Ephemeral)).Ok();
        (await session.CreateAsync(root + "/b", mode: CreateMode.Ephemeral)).Ok();

        CollectionAssert.AreEquivalent(new[] { root + "/a/1", root + "/ab" }, await EphemeralsAsync(root + "/a"));
        CollectionAssert.AreEquivalent(new[] { root + "/a/1" }, await EphemeralsAsync(root + "/a/"));
        CollectionAssert.AreEquivalent(Array.Empty<string>(), await EphemeralsAsync("/missing"));
        foreach (var all in new[] { "/", "", " ", " / ", null })
        {
            CollectionAssert.AreEquivalent(new[] { root + "/a/1", root + "/ab", root + "/b" }, await EphemeralsAsync(all!));
        }

        async Task<string[]> EphemeralsAsync(string prefix) => (await session.GetEphemeralsAsync(prefix)).As<NamesReply>().Names;
    }
}

[TestClass]
public sealed class ApacheEphemeralConformance() : EphemeralConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerEphemeralConformance() : EphemeralConformance(SharedServers.DevServer);
