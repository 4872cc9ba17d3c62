using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class ReadConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Reads_OfAZnode_ShowTheSameStat()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1, 2])).Ok();
        await session.PrepareAsync(root + "/a", root + "/b");
        var stat = await session.StatAsync(root);
        var read = (await session.GetDataAsync(root)).As<GetDataReply>();
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, read.Data);
        Assert.AreEqual(stat, read.Stat.Stat);
        var list = (await session.GetChildren2Async(root)).As<GetChildren2Reply>();
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, list.Names);
        Assert.AreEqual(stat, list.Stat.Stat);
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, (await session.GetChildrenAsync(root)).As<NamesReply>().Names);
        Assert.AreEqual(stat, (await session.GetAclAsync(root)).As<GetAclReply>().Stat.Stat);
    }

    [TestMethod]
    public async Task GetChildren_OfALeaf_IsEmpty()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.IsEmpty((await session.GetChildrenAsync(root)).As<NamesReply>().Names);
        Assert.IsEmpty((await session.GetChildren2Async(root)).As<GetChildren2Reply>().Names);
    }

    [TestMethod]
    [DataRow("/missing")]
    [DataRow("/missing/below")]
    [DataRow("/\u0001")]
    [DataRow("/..")]
    [DataRow("/")]
    [DataRow("//")]
    public async Task Reads_OfWhatIsNotThere_NoNodeEvenIfItCouldNotBe(string name)
    {
        var (session, root) = await ConnectWithRootAsync();
        var path = root + name;
        (await session.ExistsAsync(path)).Failed(ErrorCode.NoNode);
        (await session.GetDataAsync(path)).Failed(ErrorCode.NoNode);
        (await session.GetChildrenAsync(path)).Failed(ErrorCode.NoNode);
        (await session.GetChildren2Async(path)).Failed(ErrorCode.NoNode);
        (await session.GetAclAsync(path)).Failed(ErrorCode.NoNode);
        (await session.GetAllChildrenNumberAsync(path)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task Exists_PathWithNullCharacter_BadArguments()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.ExistsAsync(root + "/\0")).Failed(ErrorCode.BadArguments);
        (await session.GetDataAsync(root + "/\0")).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task Reads_OfTheEmptyPath_AreOfTheRoot()
    {
        var session = await ConnectAsync();
        CollectionAssert.Contains((await session.GetChildrenAsync("")).As<NamesReply>().Names, "zookeeper");
        Assert.AreEqual(0, (await session.StatAsync("")).Czxid);
        Assert.AreEqual(0, (await session.GetDataAsync("")).As<GetDataReply>().Stat.Stat.Czxid);
    }

    [TestMethod]
    public async Task Reads_WithoutPermission_NoAuth()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, [new Acl(Permissions.All & ~(Permissions.Read | Permissions.Admin), "world", "anyone")])).Ok();
        (await session.GetDataAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.GetChildrenAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.GetChildren2Async(root)).Failed(ErrorCode.NoAuth);
        (await session.GetAclAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.GetAllChildrenNumberAsync(root)).Failed(ErrorCode.NoAuth);
    }

    [TestMethod]
    public async Task Exists_WithoutPermission_NoAuthSince384And392()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, OnlyFor("somebody"))).Ok();

        // ZOOKEEPER-2590
        Assert.AreEqual(IsSince("3.8.4", "3.9.2") ? ErrorCode.NoAuth : ErrorCode.Ok, (await session.ExistsAsync(root)).Error);
        (await session.ExistsAsync(root + "/missing")).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task Reads_WithoutPermissionAbove_Succeed()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/child");
        (await session.SetAclAsync(root, OnlyFor("somebody"))).Ok();
        (await session.GetDataAsync(root + "/child")).Ok();
        (await session.GetChildrenAsync(root + "/child")).Ok();
    }

    [TestMethod]
    public async Task Reads_AfterAWrite_CarryItsZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.SetDataAsync(root)).Ok().Zxid;
        Assert.AreEqual(zxid, await MzxidAsync(session, root));
        Assert.IsGreaterThanOrEqualTo(zxid, (await session.GetDataAsync(root)).Zxid);
        Assert.IsGreaterThanOrEqualTo(zxid, (await session.ExistsAsync(root + "/missing")).Zxid);
    }

    [TestMethod]
    public async Task Reads_OfTheReservedZnodes_ShowHowAServerBegins()
    {
        var session = await ConnectAsync();
        CollectionAssert.Contains((await session.GetChildrenAsync("/")).As<NamesReply>().Names, "zookeeper");
        CollectionAssert.AreEquivalent(new[] { "config", "quota" }, (await session.GetChildrenAsync("/zookeeper")).As<NamesReply>().Names);
        var zookeeper = (await session.GetDataAsync("/zookeeper")).As<GetDataReply>();
        Assert.AreEqual(new Stat(0, 0, 0, 0, 0, -2, 0, 0, 0, 2, 0), zookeeper.Stat.Stat);
        CollectionAssert.AreEqual(Array.Empty<byte>(), zookeeper.Data);
        Assert.AreEqual(new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), await session.StatAsync("/zookeeper/quota"));
        CollectionAssert.AreEqual(Acl.Open.ToArray(), await session.AclOfAsync("/zookeeper"));
    }

    [TestMethod]
    public async Task Config_OfAServerWithoutEnsemble_MayOnlyBeRead()
    {
        var session = await ConnectAsync();
        var config = (await session.GetDataAsync("/zookeeper/config")).As<GetDataReply>();
        CollectionAssert.AreEqual(Array.Empty<byte>(), config.Data);
        Assert.AreEqual(new Stat(0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0), config.Stat.Stat);
        CollectionAssert.AreEqual(Acl.ReadOnly.ToArray(), await session.AclOfAsync("/zookeeper/config"));
        (await session.SetDataAsync("/zookeeper/config", [1])).Failed(ErrorCode.NoAuth);
    }

    private static async Task<long> MzxidAsync(WireSession session, string path) => (await session.StatAsync(path)).Mzxid;
}

[TestClass]
public sealed class ApacheReadConformance() : ReadConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerReadConformance() : ReadConformance(SharedServers.DevServer);
