using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class ContainerAndTtlConformance(SharedServer server) : ConformanceTest(server)
{
    private const long Hour = 3_600_000;

    [TestMethod]
    public async Task CreateContainer_Replies_WithPathAndAStatWithoutOwner()
    {
        var (session, root) = await ConnectWithRootAsync();
        var created = (await session.CreateContainerAsync(root + "/c")).As<CreateReply>();
        Assert.AreEqual(root + "/c", created.Path);
        Assert.AreEqual(0, created.Stat.Stat.EphemeralOwner);
        Assert.AreEqual(created.Stat.Stat, await session.StatAsync(root + "/c"));
    }

    [TestMethod]
    public async Task CreateTtl_Replies_WithPathAndAStatWithoutOwner()
    {
        var (session, root) = await ConnectWithRootAsync();
        var created = (await session.CreateTtlAsync(root + "/t", Hour)).As<CreateReply>();
        Assert.AreEqual(root + "/t", created.Path);
        Assert.AreEqual(0, created.Stat.Stat.EphemeralOwner);
        Assert.AreEqual(created.Stat.Stat, await session.StatAsync(root + "/t"));
    }

    [TestMethod]
    [DataRow(0L)]
    [DataRow(-1L)]
    [DataRow(1L << 40)]
    [DataRow(long.MaxValue)]
    public async Task CreateTtl_TimeOutOfRange_BadArguments(long ttl)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateTtlAsync(root + "/t", ttl)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task CreateTtl_LongestTime_Succeeds()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateTtlAsync(root + "/t", (1L << 40) - 1)).Ok();
    }

    [TestMethod]
    [DataRow(CreateMode.Persistent)]
    [DataRow(CreateMode.Ephemeral)]
    [DataRow(CreateMode.Container)]
    public async Task CreateTtl_ModeWithoutTtl_BadArguments(CreateMode mode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateTtlAsync(root + "/t", Hour, mode)).Failed(ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task Create_ContainerOrTtlWithOtherErrors_ReportsThem()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateContainerAsync(root)).Failed(ErrorCode.NodeExists);
        (await session.CreateContainerAsync(root + "/missing/c")).Failed(ErrorCode.NoNode);
        (await session.CreateContainerAsync(root + "/\u0001")).Failed(ErrorCode.BadArguments);
        (await session.CreateTtlAsync(root, Hour)).Failed(ErrorCode.NodeExists);
        (await session.CreateTtlAsync(root + "/missing/t", Hour)).Failed(ErrorCode.NoNode);
    }

    [TestMethod]
    public async Task ContainerAndTtl_AsParents_HaveChildrenOfEveryKind()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateContainerAsync(root + "/c")).Ok();
        (await session.CreateTtlAsync(root + "/t", Hour)).Ok();
        foreach (var parent in new[] { root + "/c", root + "/t" })
        {
            await session.PrepareAsync(parent + "/p");
            (await session.CreateAsync(parent + "/e", mode: CreateMode.Ephemeral)).Ok();
            (await session.CreateContainerAsync(parent + "/c")).Ok();
            (await session.CreateTtlAsync(parent + "/t", Hour)).Ok();
        }
    }

    [TestMethod]
    public async Task Container_EmptyAgain_IsDeletedWithItsEventWhileANewOneStays()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateContainerAsync(root + "/new")).Ok();
        (await session.CreateContainerAsync(root + "/used")).Ok();
        await session.PrepareAsync(root + "/used/child");
        (await session.AddWatchAsync(root)).Ok();
        (await session.DeleteAsync(root + "/used/child")).Ok();
        var gone = await session.EventsAsync(1);
        var stat = await session.StatAsync(root);
        AreEventsOf(stat.Pzxid, gone, (NodeDeleted, root + "/used"));
        Assert.AreEqual(1, stat.NumChildren);
        Assert.IsTrue(await session.HasAsync(root + "/new"));
    }

    [TestMethod]
    public async Task Container_MadeByItsOperationWithAnotherMode_IsOne()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateContainerAsync(root + "/c", CreateMode.Persistent)).Ok();
        await session.PrepareAsync(root + "/c/child");
        (await session.DeleteAsync(root + "/c/child")).Ok();
        await Eventually.TrueAsync(async () => !await session.HasAsync(root + "/c"));
    }

    [TestMethod]
    public async Task Container_WithSequentialMode_HasANumber()
    {
        var (session, root) = await ConnectWithRootAsync();
        Assert.AreEqual(root + "/c0000000000", (await session.CreateContainerAsync(root + "/c", CreateMode.PersistentSequential)).As<CreateReply>().Path);
    }

    [TestMethod]
    public async Task Create_WithTheModeOfContainers_MakesNone()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/plain", mode: CreateMode.Container)).Ok();
        (await session.CreateContainerAsync(root + "/c")).Ok();
        foreach (var path in new[] { root + "/plain", root + "/c" })
        {
            await session.PrepareAsync(path + "/child");
            (await session.DeleteAsync(path + "/child")).Ok();
        }

        await Eventually.TrueAsync(async () => !await session.HasAsync(root + "/c"));
        Assert.IsTrue(await session.HasAsync(root + "/plain"));
    }

    [TestMethod]
    public async Task Ttl_TimePassed_IsDeletedWithItsEvent()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        (await session.CreateTtlAsync(root + "/t", ttl: 500)).Ok();
        var events = await session.EventsAsync(1);
        AreEventsOf((await session.StatAsync(root)).Pzxid, events, (NodeDeleted, root + "/t"));
    }

    [TestMethod]
    public async Task Ttl_WithAChild_StaysUntilItIsEmpty()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiAsync(Operation.CreateTtl(root + "/kept", 300), Operation.Create(root + "/kept/child"), Operation.CreateTtl(root + "/gone", 300))).Ok();
        await Eventually.TrueAsync(async () => !await session.HasAsync(root + "/gone"));
        Assert.IsTrue(await session.HasAsync(root + "/kept"));
        (await session.DeleteAsync(root + "/kept/child")).Ok();
        await Eventually.TrueAsync(async () => !await session.HasAsync(root + "/kept"));
    }

    [TestMethod]
    public async Task Ttl_Written_BeginsAnew()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateTtlAsync(root + "/written", ttl: 2500)).Ok();
        (await session.CreateTtlAsync(root + "/left", ttl: 2500)).Ok();
        await Eventually.TrueAsync(async () =>
        {
            (await session.SetDataAsync(root + "/written")).Ok();
            return !await session.HasAsync(root + "/left");
        });
        await Eventually.TrueAsync(async () => !await session.HasAsync(root + "/written"));
    }

    [TestMethod]
    public async Task ContainerAndTtl_Deleted_AreGoneLikeAnyOther()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateContainerAsync(root + "/c")).Ok();
        (await session.CreateTtlAsync(root + "/t", Hour)).Ok();
        (await session.DeleteAsync(root + "/c", version: 0)).OkWithoutBody();
        (await session.DeleteAsync(root + "/t", version: 0)).OkWithoutBody();
    }
}

[TestClass]
public sealed class ApacheContainerAndTtlConformance() : ContainerAndTtlConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerContainerAndTtlConformance() : ContainerAndTtlConformance(SharedServers.DevServer);
