using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class MultiReadConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task MultiRead_DataAndChildren_RepliesWithTheirResultsInOrder()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.SetDataAsync(root, [1])).Ok();
        await session.PrepareAsync(root + "/a", root + "/b");
        var results = (await session.MultiReadAsync(Operation.GetChildren(root), Operation.GetData(root), Operation.GetData(root + "/a"))).As<MultiReply>().Results;
        CollectionAssert.AreEqual(new[] { OpCode.GetChildren, OpCode.GetData, OpCode.GetData }, results.Select(result => result.Type).ToArray());
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, ((NamesReply)results[0].Result).Names);
        var data = (GetDataReply)results[1].Result;
        CollectionAssert.AreEqual(new byte[] { 1 }, data.Data);
        Assert.AreEqual(await session.StatAsync(root), data.Stat.Stat);
        Assert.IsNull(((GetDataReply)results[2].Result).Data);
    }

    [TestMethod]
    public async Task MultiRead_WithErrors_ReportsEachInItsPlace()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/closed", acl: OnlyFor("somebody"))).Ok();
        var reply = await session.MultiReadAsync(
            Operation.GetData(root + "/missing"),
            Operation.GetChildren(root),
            Operation.GetData(root + "/closed"),
            Operation.GetChildren(root + "/closed"),
            Operation.GetData(root));
        var results = reply.As<MultiReply>().Results;
        CollectionAssert.AreEqual(
            new[] { OpCode.Error, OpCode.GetChildren, OpCode.Error, OpCode.Error, OpCode.GetData }, results.Select(result => result.Type).ToArray());
        Assert.AreEqual(new IntReply((int)ErrorCode.NoNode), results[0].Result);
        Assert.AreEqual(new IntReply((int)ErrorCode.NoAuth), results[2].Result);
        Assert.AreEqual(new IntReply((int)ErrorCode.NoAuth), results[3].Result);

        var header = MultiHeaderOf(reply.Body);
        Assert.AreEqual(new MultiHeader(OpCode.Error, Done: false, (int)ErrorCode.NoNode), header);
    }

    [TestMethod]
    public async Task MultiRead_Empty_Succeeds()
    {
        var session = await ConnectAsync();
        Assert.IsEmpty((await session.MultiReadAsync()).As<MultiReply>().Results);
    }

    [TestMethod]
    public async Task MultiRead_WithWatchFlags_WatchesNothing()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiReadAsync(Operation.GetData(root, watch: true), Operation.GetChildren(root, watch: true))).Ok();
        AreEvents((await session.SetDataAsync(root)).Events);
        AreEvents((await session.CreateAsync(root + "/a")).Events);
        (await session.CheckWatchesAsync(root, type: 3)).Failed(ErrorCode.NoWatcher);
    }

    [TestMethod]
    public async Task MultiRead_WithWrites_MarshallingErrorAndTheConnectionStays()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiReadAsync(Operation.GetData(root), Operation.Create(root + "/a"))).Failed(ErrorCode.MarshallingError);

        // Here Apache ZooKeeper sends a body behind the error, which no client reads.
        Assert.AreEqual(ErrorCode.MarshallingError, (await session.MultiReadAsync(Operation.Create(root + "/a"))).Error);
        Assert.AreEqual(ErrorCode.MarshallingError, (await session.MultiReadAsync(Operation.Check(root))).Error);
        Assert.IsFalse(await session.HasAsync(root + "/a"));
    }

    [TestMethod]
    [DataRow(3)]
    [DataRow(12)]
    [DataRow(6)]
    public async Task MultiRead_OfOtherReads_MarshallingErrorAndTheConnectionStays(int opCode)
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.MultiReadAsync(new MultiOperation((OpCode)opCode, new ReadRequest(root, Watch: false)))).Failed(ErrorCode.MarshallingError);
        (await session.GetDataAsync(root)).Ok();
    }

    private static MultiHeader MultiHeaderOf(byte[] body)
    {
        var reader = new JuteReader(body);
        return MultiHeader.Read(ref reader);
    }
}

[TestClass]
public sealed class ApacheMultiReadConformance() : MultiReadConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerMultiReadConformance() : MultiReadConformance(SharedServers.DevServer);
