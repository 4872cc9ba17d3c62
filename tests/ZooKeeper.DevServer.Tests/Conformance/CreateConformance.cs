using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class CreateConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Create_Persistent_RepliesWithThePath()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        var reply = await session.CreateAsync(path, [1, 2, 3]);
        Assert.AreEqual(path, reply.As<PathReply>().Path);
        var stat = await session.StatAsync(path);
        Assert.AreEqual(new Stat(reply.Zxid, reply.Zxid, stat.CtimeMilliseconds, stat.CtimeMilliseconds, 0, 0, 0, 0, 3, 0, reply.Zxid), stat);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, (await session.GetDataAsync(path)).As<GetDataReply>().Data);
    }

    [TestMethod]
    public async Task Create2_Persistent_RepliesWithPathAndStat()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        var created = (await session.Create2Async(path, [1])).As<CreateReply>();
        Assert.AreEqual(path, created.Path);
        Assert.AreEqual(await session.StatAsync(path), created.Stat.Stat);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(new byte[0])]
    public async Task Create_WithoutBytes_KeepsNullAndEmptyApart(byte[]? data)
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.CreateAsync(path, data)).Ok();
        var read = (await session.GetDataAsync(path)).As<GetDataReply>();
        CollectionAssert.AreEqual(data, read.Data);
        Assert.AreEqual(0, read.Stat.Stat.DataLength);
    }

    [TestMethod]
    public async Task Create_ExistingPath_NodeExists()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root)).Failed(ErrorCode.NodeExists);
        (await session.CreateAsync("/")).Failed(ErrorCode.NodeExists);
        (await session.CreateAsync("/zookeeper")).Failed(ErrorCode.NodeExists);
    }

    [TestMethod]
    public async Task Create_BelowMissingParent_NoNode()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/missing/child")).Failed(ErrorCode.NoNode);
        (await session.Create2Async(root + "/missing/child", mode: CreateMode.EphemeralSequential)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    [DataRow(CreateMode.Ephemeral)]
    [DataRow(CreateMode.EphemeralSequential)]
    public async Task Create_BelowEphemeral_NoChildrenForEphemerals(CreateMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        var parent = (await session.CreateAsync(root + "/e", mode: mode)).As<PathReply>().Path;
        (await session.CreateAsync(parent + "/child")).Failed(ErrorCode.NoChildrenForEphemerals);
        (await session.CreateAsync(parent + "/child", mode: CreateMode.Ephemeral)).Failed(ErrorCode.NoChildrenForEphemerals);
    }

    [TestMethod]
    [DataRow("/\u0000")]
    [DataRow("/a\u0001")]
    [DataRow("/\u001f")]
    [DataRow("/\u007f")]
    [DataRow("/\u009f")]
    [DataRow("/\ue000")]
    [DataRow("/\uf8ff")]
    [DataRow("/\ufff0")]
    [DataRow("/\uffff")]
    [DataRow("/.")]
    [DataRow("/..")]
    [DataRow("/")]
    public async Task Create_InvalidName_BadArguments(string name)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + name)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    [DataRow("/ ")]
    [DataRow("/~")]
    [DataRow("/\u00a0")]
    [DataRow("/\ud7ff")]
    [DataRow("/\uf900")]
    [DataRow("/\uffef")]
    [DataRow("/...")]
    [DataRow("/.a")]
    [DataRow("/a..b")]
    [DataRow("/:")]
    [DataRow("/äöü")]
    public async Task Create_UnusualName_Succeeds(string name)
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(root + name, (await session.CreateAsync(root + name)).As<PathReply>().Path);
        CollectionAssert.AreEqual(new[] { name[1..] }, (await session.GetChildrenAsync(root)).As<NamesReply>().Names);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("relative")]
    public async Task Create_PathWithoutSlash_BadArguments(string path)
    {
        var session = await ConnectAsync();
        (await session.CreateAsync(path)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(7)]
    public async Task Create_UnknownMode_BadArguments(int mode)
    {
        var session = await ConnectAsync();
        (await session.CreateAsync(UniquePath(), mode: (CreateMode)mode)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task Create_WithModeOfATtl_BadArguments()
    {
        var session = await ConnectAsync();
        (await session.CreateAsync(UniquePath(), mode: CreateMode.PersistentWithTtl)).Failed(ErrorCode.BadArguments);
        (await session.Create2Async(UniquePath(), mode: CreateMode.PersistentSequentialWithTtl)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task Create_EmptyAcl_InvalidAcl()
    {
        var session = await ConnectAsync();
        (await session.CreateAsync(UniquePath(), acl: [])).Failed(ErrorCode.InvalidAcl);
    }

    [TestMethod]
    [DataRow("unknown", "somebody")]
    [DataRow("world", "somebody")]
    [DataRow("digest", "somebody")]
    [DataRow("digest", "somebody:")]
    [DataRow("digest", "some:body:else")]
    [DataRow("ip", "somewhere")]
    [DataRow("ip", "127.0.0.1/33")]
    [DataRow("auth", "")]
    public async Task Create_MalformedAcl_InvalidAcl(string scheme, string id)
    {
        var session = await ConnectAsync();
        (await session.CreateAsync(UniquePath(), acl: [new Acl(Permissions.All, scheme, id)])).Failed(ErrorCode.InvalidAcl);
        (await session.CreateAsync(UniquePath(), acl: [.. Acl.Open, new Acl(Permissions.All, scheme, id)])).Failed(ErrorCode.InvalidAcl);
    }

    [TestMethod]
    public async Task Create_SeveralErrors_ReportsTheFirstOfArgumentsAclParentPermissionAndName()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/closed", root + "/closed/child");
        (await session.SetAclAsync(root + "/closed", OnlyFor("somebody"))).Ok();

        (await session.CreateAsync("relative", acl: [])).Failed(ErrorCode.BadArguments);
        (await session.CreateAsync(root + "/missing/child", mode: (CreateMode)7, acl: [])).Failed(ErrorCode.BadArguments);
        (await session.CreateAsync(root + "/missing/child", acl: [])).Failed(ErrorCode.InvalidAcl);
        (await session.CreateAsync(root + "/\u0001", acl: [])).Failed(ErrorCode.InvalidAcl);
        (await session.CreateAsync(root + "/missing/\u0001")).Failed(ErrorCode.NoNode);
        (await session.CreateAsync(root + "//child")).Failed(ErrorCode.NoNode);
        (await session.CreateAsync(root + "/closed/\u0001")).Failed(ErrorCode.NoAuth);
        (await session.CreateAsync(root + "/closed/child")).Failed(ErrorCode.NoAuth);
        (await session.CreateAsync(root + "/closed/new")).Failed(ErrorCode.NoAuth);
    }

    [TestMethod]
    public async Task Create_BelowClosedEphemeral_NoAuthBeforeNoChildren()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral, acl: OnlyFor("somebody"))).Ok();
        (await session.CreateAsync(root + "/e/child")).Failed(ErrorCode.NoAuth);
    }
}

[TestClass]
public sealed class ApacheCreateConformance() : CreateConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerCreateConformance() : CreateConformance(SharedServers.DevServer);
