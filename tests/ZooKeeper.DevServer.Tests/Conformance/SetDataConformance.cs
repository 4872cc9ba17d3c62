using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class SetDataConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task SetData_AnyVersion_ChangesDataVersionAndMzxidOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/child");
        var before = await session.StatAsync(root);
        var reply = await session.SetDataAsync(root, [1, 2, 3]);
        var after = reply.Stat();
        Assert.AreEqual(before with { Mzxid = reply.Zxid, MtimeMilliseconds = after.MtimeMilliseconds, Version = 1, DataLength = 3 }, after);
        Assert.IsGreaterThanOrEqualTo(before.MtimeMilliseconds, after.MtimeMilliseconds);
        Assert.AreEqual(after, await session.StatAsync(root));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(new byte[0])]
    public async Task SetData_WithoutBytes_KeepsNullAndEmptyApart(byte[]? data)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1])).Ok();
        Assert.AreEqual(0, (await session.SetDataAsync(root, data)).Stat().DataLength);
        CollectionAssert.AreEqual(data, (await session.GetDataAsync(root)).As<GetDataReply>().Data);
    }

    [TestMethod]
    public async Task SetData_ByVersion_SucceedsForThePresentOneOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(1, (await session.SetDataAsync(root, [1], version: 0)).Stat().Version);
        (await session.SetDataAsync(root, [2], version: 0)).Failed(ErrorCode.BadVersion);
        (await session.SetDataAsync(root, [2], version: 2)).Failed(ErrorCode.BadVersion);
        Assert.AreEqual(2, (await session.SetDataAsync(root, [2], version: 1)).Stat().Version);
    }

    [TestMethod]
    public async Task SetData_SameBytes_IsAChange()
    {
        var (session, root) = await ConnectWithRootAsync();
        var first = (await session.SetDataAsync(root, [1])).Stat();
        var second = (await session.SetDataAsync(root, [1])).Stat();
        Assert.AreEqual(first.Version + 1, second.Version);
        Assert.IsGreaterThan(first.Mzxid, second.Mzxid);
    }

    [TestMethod]
    public async Task SetData_Missing_NoNode()
    {
        var session = await ConnectAsync();
        (await session.SetDataAsync(UniquePath())).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("relative")]
    [DataRow("/missing/")]
    [DataRow("//missing")]
    [DataRow("/missing/..")]
    [DataRow("/\0")]
    [DataRow("/\u0001")]
    public async Task SetData_InvalidPath_BadArguments(string path)
    {
        var session = await ConnectAsync();
        (await session.SetDataAsync(path)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task SetData_WithoutPermission_NoAuthBeforeBadVersion()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetAclAsync(root, [new Acl(Permissions.All & ~Permissions.Write, "world", "anyone")])).Ok();
        (await session.SetDataAsync(root)).Failed(ErrorCode.NoAuth);
        (await session.SetDataAsync(root, version: 7)).Failed(ErrorCode.NoAuth);
    }

    [TestMethod]
    public async Task SetData_Failed_ChangesNothing()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1])).Ok();
        var before = await session.StatAsync(root);
        (await session.SetDataAsync(root, [2], version: 7)).Failed(ErrorCode.BadVersion);
        var read = (await session.GetDataAsync(root)).As<GetDataReply>();
        Assert.AreEqual(before, read.Stat.Stat);
        CollectionAssert.AreEqual(new byte[] { 1 }, read.Data);
    }
}

[TestClass]
public sealed class ApacheSetDataConformance() : SetDataConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerSetDataConformance() : SetDataConformance(SharedServers.DevServer);
