using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class StatConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Cversion_AfterCreationsAndDeletions_CountsBoth()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(0, (await session.StatAsync(root)).Cversion);
        await session.PrepareAsync(root + "/a", root + "/b");
        Assert.AreEqual(2, (await session.StatAsync(root)).Cversion);
        (await session.DeleteAsync(root + "/a")).Ok();
        Assert.AreEqual(3, (await session.StatAsync(root)).Cversion);
        await session.PrepareAsync(root + "/a");
        Assert.AreEqual(4, (await session.StatAsync(root)).Cversion);
    }

    [TestMethod]
    public async Task Pzxid_AfterCreationAndDeletion_IsTheirZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var created = (await session.CreateAsync(root + "/a")).Ok().Zxid;
        var stat = await session.StatAsync(root);
        Assert.AreEqual(created, stat.Pzxid);
        Assert.AreEqual(1, stat.NumChildren);
        Assert.IsLessThan(created, stat.Mzxid);
        var deleted = (await session.DeleteAsync(root + "/a")).Ok().Zxid;
        Assert.AreEqual(stat with { Pzxid = deleted, Cversion = 2, NumChildren = 0 }, await session.StatAsync(root));
    }

    [TestMethod]
    public async Task Stat_OfAnAncestor_IgnoresGrandchildrenAndWritesToChildren()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a");
        var before = await session.StatAsync(root);
        await session.PrepareAsync(root + "/a/b");
        (await session.SetDataAsync(root + "/a", [1])).Ok();
        (await session.SetAclAsync(root + "/a", Acl.ReadOnly)).Ok();
        Assert.AreEqual(before, await session.StatAsync(root));
    }

    [TestMethod]
    public async Task Stat_OfParentAndZnode_UnchangedByFailures()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a", root + "/a/b");
        var parent = await session.StatAsync(root);
        var child = await session.StatAsync(root + "/a");
        (await session.CreateAsync(root + "/a")).Failed(ErrorCode.NodeExists);
        (await session.DeleteAsync(root + "/a")).Failed(ErrorCode.NotEmpty);
        (await session.DeleteAsync(root + "/missing")).Failed(ErrorCode.NoNode);
        (await session.SetDataAsync(root + "/a", [1], version: 3)).Failed(ErrorCode.BadVersion);
        (await session.SetAclAsync(root + "/a", Acl.Open, version: 3)).Failed(ErrorCode.BadVersion);
        (await session.MultiAsync(
            Operation.Create(root + "/c"),
            Operation.Delete(root + "/a/b"),
            Operation.SetData(root + "/a", [1]),
            Operation.Check(root + "/missing"))).Ok();
        Assert.AreEqual(parent, await session.StatAsync(root));
        Assert.AreEqual(child, await session.StatAsync(root + "/a"));
    }

    [TestMethod]
    public async Task Version_AfterDeletionAndCreation_IsZeroAgain()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1])).Ok();
        (await session.SetAclAsync(root, Acl.Open)).Ok();
        await session.PrepareAsync(root + "/a");
        (await session.DeleteAsync(root + "/a")).Ok();
        (await session.DeleteAsync(root)).Ok();
        var reply = await session.CreateAsync(root);
        var stat = await session.StatAsync(root);
        Assert.AreEqual(new Stat(reply.Zxid, reply.Zxid, stat.CtimeMilliseconds, stat.CtimeMilliseconds, 0, 0, 0, 0, 0, 0, reply.Zxid), stat);
    }

    [TestMethod]
    public async Task Times_OfCreationAndChange_AreTheServersClock()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var created = (await session.Create2Async(path)).As<CreateReply>().Stat.Stat;
        var changed = (await session.SetDataAsync(path)).Stat();
        var after = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.AreEqual(created.CtimeMilliseconds, created.MtimeMilliseconds);
        Assert.AreEqual(created.CtimeMilliseconds, changed.CtimeMilliseconds);
        long[] times = [before, created.CtimeMilliseconds, changed.MtimeMilliseconds, after];
        CollectionAssert.AreEqual(times.Order().ToArray(), times);
    }

    [TestMethod]
    public async Task Stat_OfChildrenInOneMulti_CountsEachButHasOneZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.MultiAsync(
            Operation.Create(root + "/a"), Operation.Create(root + "/b"), Operation.Delete(root + "/a"), Operation.SetData(root), Operation.SetData(root));
        reply.Ok();
        var stat = await session.StatAsync(root);
        Assert.AreEqual((3, 1, 2), (stat.Cversion, stat.NumChildren, stat.Version));
        Assert.AreEqual((reply.Zxid, reply.Zxid), (stat.Pzxid, stat.Mzxid));
    }
}

[TestClass]
public sealed class ApacheStatConformance() : StatConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerStatConformance() : StatConformance(SharedServers.DevServer);
