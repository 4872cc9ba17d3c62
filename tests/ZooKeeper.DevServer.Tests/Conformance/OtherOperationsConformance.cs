using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class OtherOperationsConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Ping_Answered_WithItsXidAndThePresentZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var zxid = (await session.SetDataAsync(root)).Ok().Zxid;
        var reply = await session.PingAsync();
        reply.OkWithoutBody();
        Assert.IsGreaterThanOrEqualTo(zxid, reply.Zxid);
    }

    [TestMethod]
    public async Task Ping_WithAnotherXid_IsAnsweredWithThatOfPings()
    {
        var session = await ConnectAsync();
        await session.SendAsync(OpCode.Ping, xid: 5);
        var reply = await session.ReplyAsync();
        reply.OkWithoutBody();
        Assert.AreEqual(Xid.Ping, reply.Xid);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/missing")]
    [DataRow("relative")]
    [DataRow("")]
    public async Task Sync_AnyPath_RepliesWithIt(string path)
    {
        var session = await ConnectAsync();
        Assert.AreEqual(path, (await session.SyncAsync(path)).As<PathReply>().Path);
    }

    [TestMethod]
    public async Task WhoAmI_Connection_IsItsAddressAndItsUsers()
    {
        var session = await ConnectAsync();
        if (!Server.Version.HasWhoAmI)
        {
            (await session.WhoAmIAsync()).Failed(ErrorCode.Unimplemented);
            return;
        }

        CollectionAssert.AreEqual(new[] { new ClientIdentity("ip", "127.0.0.1") }, await IdentitiesAsync());
        (await session.AuthAsync("digest", "ann:secret")).Ok();
        (await session.AuthAsync("digest", "ann:secret")).Ok();
        (await session.AuthAsync("ip", "")).Ok();
        CollectionAssert.AreEquivalent(new[] { new ClientIdentity("ip", "127.0.0.1"), new ClientIdentity("digest", "ann") }, await IdentitiesAsync());

        async Task<ClientIdentity[]> IdentitiesAsync() =>
            [.. (await session.WhoAmIAsync()).As<WhoAmIReply>().Identities.Select(record => record.Identity)];
    }

    [TestMethod]
    public async Task GetAllChildrenNumber_OfASubtree_CountsAllBelow()
    {
        var (session, root) = await ConnectWithRootAsync();
        await session.PrepareAsync(root + "/a", root + "/a/b", root + "/a/b/c", root + "/ab");
        Assert.AreEqual(4, await CountAsync(root));
        Assert.AreEqual(2, await CountAsync(root + "/a"));
        Assert.AreEqual(0, await CountAsync(root + "/ab"));
        Assert.AreEqual(2, await CountAsync("/zookeeper"));
        Assert.IsGreaterThanOrEqualTo(8, await CountAsync("/"));

        async Task<int> CountAsync(string path) => (await session.GetAllChildrenNumberAsync(path)).As<IntReply>().Value;
    }

    [TestMethod]
    public async Task Reconfig_SwitchedOff_ReconfigDisabled()
    {
        var session = await ConnectAsync();
        (await session.RequestAsync(OpCode.Reconfig, default(ReconfigRequest))).Failed(ErrorCode.ReconfigDisabled);
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(10)]
    [DataRow(23)]
    [DataRow(108)]
    [DataRow(12345)]
    [DataRow(-1)]
    [DataRow(-5)]
    public async Task UnknownOperation_Alone_UnimplementedThenClosedAndTheSessionSurvives(int opCode)
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        (await session.CreateAsync(path, mode: CreateMode.Ephemeral)).Ok();
        var reply = await session.RequestAsync((OpCode)opCode);
        reply.Failed(ErrorCode.Unimplemented);
        Assert.AreEqual(-1, reply.Zxid);
        await session.ClosedAsync();
        var again = await ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        Assert.IsTrue(await again.HasAsync(path));
    }

    [TestMethod]
    public async Task Check_OutsideAMulti_IsUnknownSince385And393()
    {
        if (!IsSince("3.8.5", "3.9.3"))
        {
            // It is never answered (ZOOKEEPER-2623), so there is nothing to wait for.
            Assert.Inconclusive("This server answers no check outside a multi.");
        }

        var (session, root) = await ConnectWithRootAsync();
        var reply = await session.RequestAsync(OpCode.Check, new VersionedRequest(root, -1));
        reply.Failed(ErrorCode.Unimplemented);
        Assert.AreEqual(-1, reply.Zxid);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Sasl_NullToken_ClosesTheConnection()
    {
        var session = await ConnectAsync();
        await session.SendAsync(OpCode.Sasl, new SaslToken(null));
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Sasl_NotConfigured_SucceedsWithoutToken()
    {
        var session = await ConnectAsync();
        var reply = await session.RequestAsync(OpCode.Sasl, new SaslToken([]));
        Assert.AreEqual(0, reply.Zxid);
        Assert.IsNull(reply.As<SaslToken>().Token);
        (await session.PingAsync()).Ok();
    }
}

[TestClass]
public sealed class ApacheOtherOperationsConformance() : OtherOperationsConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerOtherOperationsConformance() : OtherOperationsConformance(SharedServers.DevServer);
