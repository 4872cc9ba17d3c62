using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using static ZooKeeper.Client.WatchEventType;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class MultiConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Multi_EveryKind_RepliesWithTheirResultsInOrder()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/old");
        var reply = await session.MultiAsync(
            Operation.Check(root, 0),
            Operation.Create(root + "/a", [1]),
            Operation.CreateContainer(root + "/b"),
            Operation.CreateTtl(root + "/c", 3_600_000),
            Operation.SetData(root + "/a", [1, 2]),
            Operation.Delete(root + "/old"));
        var results = reply.As<MultiReply>().Results;
        CollectionAssert.AreEqual(
            new[] { OpCode.Check, OpCode.Create, OpCode.Create2, OpCode.Create2, OpCode.SetData, OpCode.Delete },
            results.Select(result => result.Type).ToArray());
        Assert.AreEqual(new PathReply(root + "/a"), results[1].Result);
        Assert.AreEqual(new CreateReply(root + "/b", new StatRecord(await session.StatAsync(root + "/b"))), results[2].Result);
        Assert.AreEqual(new CreateReply(root + "/c", new StatRecord(await session.StatAsync(root + "/c"))), results[3].Result);
        Assert.AreEqual(new StatReply(new StatRecord(await session.StatAsync(root + "/a"))), results[4].Result);
        CollectionAssert.AreEquivalent(new[] { "a", "b", "c" }, (await session.GetChildrenAsync(root)).As<NamesReply>().Names);
    }

    [TestMethod]
    public async Task Multi_Create2_HasAStatSince381()
    {
        var (session, root) = await ConnectWithRootAsync();
        var result = (await session.MultiAsync(Operation.Create2(root + "/a"))).As<MultiReply>().Results.Single();
        MultiOperationResult expected = Server.Version.HasCreate2InMulti
            ? new(OpCode.Create2, new CreateReply(root + "/a", new StatRecord(await session.StatAsync(root + "/a"))))
            : new(OpCode.Create, new PathReply(root + "/a"));
        Assert.AreEqual(expected, result);
    }

    [TestMethod]
    public async Task Multi_Succeeded_HasOneZxidEverywhere()
    {
        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.MultiAsync(Operation.Create(root + "/a"), Operation.Create(root + "/b"), Operation.SetData(root));
        reply.Ok();
        Assert.AreEqual(reply.Zxid, (await session.StatAsync(root + "/a")).Czxid);
        Assert.AreEqual(reply.Zxid, (await session.StatAsync(root + "/b")).Czxid);
        Assert.AreEqual(reply.Zxid, (await session.StatAsync(root)).Mzxid);
        Assert.AreEqual((await session.StatAsync(root + "/a")).Ctime, (await session.StatAsync(root)).Mtime);
    }

    [TestMethod]
    public async Task Multi_LaterOperations_SeeWhatEarlierOnesDid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.MultiAsync(
            Operation.Create(root + "/a"),
            Operation.Create(root + "/a/b"),
            Operation.SetData(root + "/a", [1], version: 0),
            Operation.Check(root + "/a", version: 1),
            Operation.SetData(root + "/a", [1, 2], version: 1),
            Operation.Delete(root + "/a/b"),
            Operation.Delete(root + "/a", version: 2),
            Operation.Create(root + "/a", [7]));
        var results = reply.As<MultiReply>().Results;
        Assert.AreEqual(1, ((StatReply)results[2].Result).Stat.Stat.Version);
        Assert.AreEqual(2, ((StatReply)results[4].Result).Stat.Stat.Version);
        CollectionAssert.AreEqual(new byte[] { 7 }, (await session.GetDataAsync(root + "/a")).As<GetDataReply>().Data);
    }

    [TestMethod]
    public async Task Multi_Empty_Succeeds()
    {
        var session = await ConnectAsync();
        Assert.IsEmpty((await session.MultiAsync()).As<MultiReply>().Results);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Multi_Failed_TellsTheCulpritAndChangesNothing(int culprit)
    {
        var (session, root) = await ConnectWithRootAsync();
        var operations = new[] { Operation.Create(root + "/a"), Operation.SetData(root, [1]), Operation.Create(root + "/b") };
        operations[culprit] = Operation.Delete(root + "/missing");
        var before = await session.StatAsync(root);
        var reply = await session.MultiAsync(operations);
        AreErrors(reply, [.. Enumerable.Range(0, 3).Select(i => i < culprit ? ErrorCode.Ok : i == culprit ? ErrorCode.NoNode : ErrorCode.RuntimeInconsistency)]);
        Assert.AreEqual(before, await session.StatAsync(root));
    }

    [TestMethod]
    public async Task Multi_Failed_ReportsTheErrorOfTheOperation()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/closed", acl: OnlyFor("somebody"))).Ok();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        AreErrors(await session.MultiAsync(Operation.Create("relative")), ErrorCode.BadArguments);
        AreErrors(await session.MultiAsync(Operation.Create(root + "/\u0001")), ErrorCode.BadArguments);
        AreErrors(await session.MultiAsync(Operation.Delete("/")), ErrorCode.BadArguments);
        AreErrors(await session.MultiAsync(Operation.Create(root + "/a", acl: [])), ErrorCode.InvalidAcl);
        AreErrors(await session.MultiAsync(Operation.Create(root + "/closed/a")), ErrorCode.NoAuth);
        AreErrors(await session.MultiAsync(Operation.SetData(root + "/closed")), ErrorCode.NoAuth);
        AreErrors(await session.MultiAsync(Operation.Create(root)), ErrorCode.NodeExists);
        AreErrors(await session.MultiAsync(Operation.Create(root + "/e/a")), ErrorCode.NoChildrenForEphemerals);
        AreErrors(await session.MultiAsync(Operation.Delete(root)), ErrorCode.NotEmpty);
        AreErrors(await session.MultiAsync(Operation.SetData(root, version: 7)), ErrorCode.BadVersion);
        AreErrors(await session.MultiAsync(Operation.CreateTtl(root + "/a", ttl: 0)), ErrorCode.BadArguments);
    }

    [TestMethod]
    public async Task Check_InAMulti_ComparesVersionAndExistence()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root)).Ok();
        AreErrors(await session.MultiAsync(Operation.Check(root, version: 0)), ErrorCode.BadVersion);
        AreErrors(await session.MultiAsync(Operation.Check(root + "/missing")), ErrorCode.NoNode);
        AreErrors(await session.MultiAsync(Operation.Check("relative")), ErrorCode.BadArguments);
        var results = (await session.MultiAsync(Operation.Check(root, version: 1), Operation.Check(root))).As<MultiReply>().Results;
        CollectionAssert.AreEqual(new[] { OpCode.Check, OpCode.Check }, results.Select(result => result.Type).ToArray());
    }

    [TestMethod]
    public async Task Multi_UnknownMode_BadArgumentsAndSince381MarshallingError()
    {
        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.MultiAsync(Operation.Create(root + "/a", mode: (CreateMode)9));
        if (Server.Version.HasCreate2InMulti)
        {
            reply.Failed(ErrorCode.MarshallingError);
        }
        else
        {
            AreErrors(reply, ErrorCode.BadArguments);
        }

        Assert.IsFalse(await session.HasAsync(root + "/a"));
    }

    [TestMethod]
    public async Task Multi_Succeeded_SendsTheEventsOfEachOperationInOrderBeforeTheReply()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/old");
        (await session.AddWatchAsync(root)).Ok();
        (await session.GetChildrenAsync(root, watch: true)).Ok();
        var reply = await session.MultiAsync(
            Operation.SetData(root, [1]),
            Operation.Create(root + "/new"),
            Operation.Check(root),
            Operation.SetData(root + "/new", [1]),
            Operation.SetData(root + "/new", [2]),
            Operation.Delete(root + "/old"));
        reply.Ok();
        AreEventsOf(
            reply.Zxid,
            reply.Events,
            (NodeDataChanged, root),
            (NodeCreated, root + "/new"),
            (NodeChildrenChanged, root),
            (NodeDataChanged, root + "/new"),
            (NodeDataChanged, root + "/new"),
            (NodeDeleted, root + "/old"));
    }

    [TestMethod]
    public async Task Multi_Failed_SendsNoEventAndUsesUpNoWatch()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.GetDataAsync(root, watch: true)).Ok();
        var failed = await session.MultiAsync(Operation.SetData(root, [1]), Operation.Check(root + "/missing"));
        AreErrors(failed, ErrorCode.Ok, ErrorCode.NoNode);
        AreEvents(failed.Events);
        AreEvents((await session.SetDataAsync(root, [1])).Events, (NodeDataChanged, root));
    }

    [TestMethod]
    public async Task Multi_CreatedAndDeletedAgain_LeavesItsMarkOnTheParentAlone()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.AddWatchAsync(root)).Ok();
        var reply = await session.MultiAsync(Operation.Create(root + "/a"), Operation.Delete(root + "/a"));
        AreEventsOf(reply.Ok().Zxid, reply.Events, (NodeCreated, root + "/a"), (NodeDeleted, root + "/a"));
        var stat = await session.StatAsync(root);
        Assert.AreEqual((2, 0, reply.Zxid), (stat.Cversion, stat.NumChildren, stat.Pzxid));
    }

    [TestMethod]
    public async Task Multi_EphemeralCreate_BelongsToTheSession()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiAsync(Operation.Create(root + "/e", mode: CreateMode.Ephemeral))).Ok();
        Assert.AreEqual(session.Id, (await session.StatAsync(root + "/e")).EphemeralOwner);
        AreErrors(
            await session.MultiAsync(Operation.Create(root + "/f", mode: CreateMode.Ephemeral), Operation.Create(root + "/f/g")),
            ErrorCode.Ok,
            ErrorCode.NoChildrenForEphemerals);
    }

    private static void AreErrors(WireReply reply, params ErrorCode[] expected)
    {
        var results = reply.As<MultiReply>().Results;
        CollectionAssert.AreEqual(expected, results.Select(result => (ErrorCode)((IntReply)result.Result).Value).ToArray());
        AreErrorResults(reply.Body, expected);
    }

    // Each error stands twice: in the header of the result, and as the result.
    private static void AreErrorResults(byte[] body, ErrorCode[] expected)
    {
        var reader = new JuteReader(body);
        foreach (var error in expected)
        {
            Assert.AreEqual(new MultiHeader(OpCode.Error, Done: false, (int)error), MultiHeader.Read(ref reader));
            Assert.AreEqual((int)error, reader.ReadInt());
        }

        Assert.AreEqual(new MultiHeader(OpCode.Error, Done: true, -1), MultiHeader.Read(ref reader));
    }
}

[TestClass]
public sealed class ApacheMultiConformance() : MultiConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerMultiConformance() : MultiConformance(SharedServers.DevServer);
