using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class SequentialConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Sequential_FirstChild_HasNumberZeroInTenDigits()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(root + "/n-0000000000", await CreateAsync(session, root + "/n-"));
    }

    [TestMethod]
    public async Task Sequential_PathWithTrailingSlash_IsNamedByTheNumberAlone()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(root + "/0000000000", await CreateAsync(session, root + "/"));
    }

    [TestMethod]
    public async Task Sequential_ModesAndPrefixes_ShareOneCounter()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(root + "/a0000000000", await CreateAsync(session, root + "/a"));
        Assert.AreEqual(root + "/b0000000001", await CreateAsync(session, root + "/b", CreateMode.EphemeralSequential));
        Assert.AreEqual(root + "/c0000000002", (await session.Create2Async(root + "/c", mode: CreateMode.PersistentSequential)).As<CreateReply>().Path);
        var ttl = await session.CreateTtlAsync(root + "/d", ttl: 3_600_000, CreateMode.PersistentSequentialWithTtl);
        Assert.AreEqual(root + "/d0000000003", ttl.As<CreateReply>().Path);
    }

    [TestMethod]
    public async Task Sequential_AfterOtherCreationsAndDeletions_CountsTheCreationsOnly()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/one", root + "/two", root + "/two/grandchild");
        (await session.DeleteAsync(root + "/one")).Ok();
        Assert.AreEqual(root + "/n0000000002", await CreateAsync(session, root + "/n"));
        (await session.DeleteAsync(root + "/n0000000002")).Ok();
        Assert.AreEqual(root + "/n0000000003", await CreateAsync(session, root + "/n"));
    }

    [TestMethod]
    public async Task Sequential_AfterFailedCreation_LeavesNoGap()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/one");
        (await session.CreateAsync(root + "/one")).Failed(ErrorCode.NodeExists);
        (await session.CreateAsync(root + "/\u0001", mode: CreateMode.PersistentSequential)).Failed(ErrorCode.BadArguments);
        Assert.AreEqual(root + "/n0000000001", await CreateAsync(session, root + "/n"));
    }

    [TestMethod]
    public async Task Sequential_NumberIsTaken_NodeExists()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/n0000000001");
        (await session.CreateAsync(root + "/n", mode: CreateMode.PersistentSequential)).Failed(ErrorCode.NodeExists);
        await session.PrepareAsync(root + "/other");
        Assert.AreEqual(root + "/n0000000002", await CreateAsync(session, root + "/n"));
    }

    [TestMethod]
    public async Task Sequential_SeveralInOneMulti_HaveConsecutiveNumbers()
    {
        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.MultiAsync(
            Operation.Create(root + "/n", mode: CreateMode.PersistentSequential),
            Operation.Create(root + "/plain"),
            Operation.Create(root + "/n", mode: CreateMode.EphemeralSequential));
        CollectionAssert.AreEqual(
            new[] { root + "/n0000000000", root + "/plain", root + "/n0000000002" },
            reply.As<MultiReply>().Results.Select(result => ((PathReply)result.Result).Path).ToArray());
    }

    [TestMethod]
    public async Task Sequential_AfterFailedMulti_LeavesNoGap()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiAsync(
            Operation.Create(root + "/n", mode: CreateMode.PersistentSequential),
            Operation.Create(root + "/n", mode: CreateMode.PersistentSequential),
            Operation.Check(root + "/missing"))).Ok();
        Assert.AreEqual(root + "/n0000000000", await CreateAsync(session, root + "/n"));
    }

    [TestMethod]
    public async Task Sequential_ParentCreatedAnew_BeginsAnew()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/p");
        var first = await CreateAsync(session, root + "/p/n");
        (await session.DeleteAsync(first)).Ok();
        (await session.DeleteAsync(root + "/p")).Ok();
        await session.PrepareAsync(root + "/p");
        Assert.AreEqual(first, await CreateAsync(session, root + "/p/n"));
    }

    private static async Task<string> CreateAsync(WireSession session, string path, CreateMode mode = CreateMode.PersistentSequential) =>
        (await session.CreateAsync(path, mode: mode)).As<PathReply>().Path;
}

[TestClass]
public sealed class ApacheSequentialConformance() : SequentialConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerSequentialConformance() : SequentialConformance(SharedServers.DevServer);
