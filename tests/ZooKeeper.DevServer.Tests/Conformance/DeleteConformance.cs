using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class DeleteConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    [DataRow(-1)]
    [DataRow(1)]
    public async Task Delete_MatchingVersion_RemovesTheZnode(int version)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root)).Ok();
        (await session.DeleteAsync(root, version)).OkWithoutBody();
        (await session.ExistsAsync(root)).Failed(ErrorCode.NoNode);
        (await session.DeleteAsync(root)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(2)]
    public async Task Delete_OtherVersion_BadVersion(int version)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root)).Ok();
        (await session.DeleteAsync(root, version)).Failed(ErrorCode.BadVersion);
        Assert.IsTrue(await session.HasAsync(root));
    }

    [TestMethod]
    public async Task Delete_Missing_NoNode()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.DeleteAsync(root + "/missing")).Failed(ErrorCode.NoNode);
        (await session.DeleteAsync(root + "/missing/child", version: 5)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task Delete_WithChildren_NotEmptyAfterBadVersion()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/child");
        (await session.DeleteAsync(root)).Failed(ErrorCode.NotEmpty);
        (await session.DeleteAsync(root, version: 0)).Failed(ErrorCode.NotEmpty);
        (await session.DeleteAsync(root, version: 1)).Failed(ErrorCode.BadVersion);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/zookeeper")]
    [DataRow("/zookeeper/config")]
    [DataRow("/zookeeper/quota")]
    [DataRow("")]
    [DataRow("relative")]
    [DataRow("/a\0b")]
    public async Task Delete_ReservedOrNoPath_BadArguments(string path)
    {
        var session = await ConnectAsync();
        (await session.DeleteAsync(path)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    [DataRow("/\u0001")]
    [DataRow("/")]
    [DataRow("//")]
    [DataRow("/..")]
    public async Task Delete_InvalidName_NoNodeBecauseItIsNotValidated(string name)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.DeleteAsync(root + name)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task Delete_WithoutPermissionAtTheParent_NoAuthBeforeAllElse()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/child", root + "/child/grandchild");
        (await session.SetAclAsync(root, [new Acl(Permissions.All & ~Permissions.Delete, "world", "anyone")])).Ok();
        (await session.DeleteAsync(root + "/missing")).Failed(ErrorCode.NoAuth);
        (await session.DeleteAsync(root + "/child", version: 7)).Failed(ErrorCode.NoAuth);
        (await session.DeleteAsync(root + "/child")).Failed(ErrorCode.NoAuth);
        (await session.DeleteAsync(root + "/child/grandchild")).Ok();
    }

    [TestMethod]
    public async Task Delete_WithoutPermissionOnTheZnodeItself_Succeeds()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/child", acl: OnlyFor("somebody"))).Ok();
        (await session.DeleteAsync(root + "/child")).OkWithoutBody();
    }
}

[TestClass]
public sealed class ApacheDeleteConformance() : DeleteConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerDeleteConformance() : DeleteConformance(SharedServers.DevServer);
