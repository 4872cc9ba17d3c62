using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>What takes a zxid and what does not. Only this class uses its server, so the zxids can be counted.</summary>
public abstract class ZxidConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Write_Succeeded_TakesOneZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        await TakesAsync(session, 1, async () => (await session.SetDataAsync(root)).Ok());
        await TakesAsync(session, 1, async () => (await session.SetAclAsync(root, Acl.Open)).Ok());
        await TakesAsync(session, 1, async () => (await session.CreateAsync(root + "/a")).Ok());
        await TakesAsync(session, 1, async () => (await session.DeleteAsync(root + "/a")).Ok());
        await TakesAsync(session, 1, async () => (await session.MultiAsync(Operation.Create(root + "/a"), Operation.Create(root + "/b"))).Ok());
        await TakesAsync(session, 1, async () => (await session.MultiAsync()).Ok());
        await TakesAsync(session, 1, async () => (await session.MultiAsync(Operation.Check(root))).Ok());
    }

    [TestMethod]
    public async Task Write_Failed_TakesOneZxidToo()
    {
        var (session, root) = await ConnectWithRootAsync();
        (await session.CreateAsync(root + "/closed", acl: OnlyFor("somebody"))).Ok();
        await TakesAsync(session, 1, async () => (await session.CreateAsync(root)).Failed(ErrorCode.NodeExists));
        await TakesAsync(session, 1, async () => (await session.CreateAsync("relative")).Failed(ErrorCode.BadArguments));
        await TakesAsync(session, 1, async () => (await session.CreateAsync(root + "/a", acl: [])).Failed(ErrorCode.InvalidAcl));
        await TakesAsync(session, 1, async () => (await session.CreateTtlAsync(root + "/a", ttl: 0)).Failed(ErrorCode.BadArguments));
        await TakesAsync(session, 1, async () => (await session.DeleteAsync(root + "/missing")).Failed(ErrorCode.NoNode));
        await TakesAsync(session, 1, async () => (await session.DeleteAsync("/")).Failed(ErrorCode.BadArguments));
        await TakesAsync(session, 1, async () => (await session.SetDataAsync(root, version: 7)).Failed(ErrorCode.BadVersion));
        await TakesAsync(session, 1, async () => (await session.SetDataAsync(root + "/closed")).Failed(ErrorCode.NoAuth));
        await TakesAsync(session, 1, async () => (await session.SetAclAsync(root, Acl.Open, version: 7)).Failed(ErrorCode.BadVersion));
        await TakesAsync(session, 1, async () => (await session.MultiAsync(Operation.Check(root + "/missing"))).Ok());
    }

    [TestMethod]
    public async Task Write_Failed_RepliesWithItsZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        var before = (await session.PingAsync()).Zxid;
        Assert.AreEqual(before + 1, (await session.DeleteAsync(root + "/missing")).Zxid);
        Assert.AreEqual(before + 2, (await session.MultiAsync(Operation.Check(root + "/missing"))).Zxid);
        Assert.AreEqual(before + 3, (await session.SetDataAsync(root)).Zxid);
    }

    [TestMethod]
    public async Task Reconfig_SwitchedOff_TakesAZxid()
    {
        var session = await ConnectAsync();
        await TakesAsync(session, 1, async () => (await session.RequestAsync(OpCode.Reconfig, default(ReconfigRequest))).Failed(ErrorCode.ReconfigDisabled));
    }

    [TestMethod]
    public async Task Write_NotReadable_TakesAZxidBefore39()
    {
        var session = await ConnectAsync();
        foreach (var opCode in new[] { OpCode.Create, OpCode.Delete, OpCode.SetData, OpCode.SetAcl })
        {
            await TakesAsync(session, Is39 ? 0 : 1, async () => (await session.RequestAsync(opCode)).Failed(ErrorCode.MarshallingError));
        }
    }

    [TestMethod]
    public async Task Multi_NotReadable_TakesAZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        await TakesAsync(session, 1, async () => (await session.RequestAsync(OpCode.Multi)).Failed(ErrorCode.MarshallingError));
        await TakesAsync(session, 1, async () => (await session.MultiAsync(Operation.GetData(root))).Failed(ErrorCode.MarshallingError));
    }

    [TestMethod]
    public async Task Reads_AndWatches_TakeNoZxid()
    {
        var (session, root) = await ConnectWithRootAsync();
        await TakesAsync(session, 0, async () =>
        {
            (await session.GetDataAsync(root, watch: true)).Ok();
            (await session.ExistsAsync(root + "/missing", watch: true)).Failed(ErrorCode.NoNode);
            (await session.GetChildrenAsync(root, watch: true)).Ok();
            (await session.GetAclAsync(root)).Ok();
            (await session.MultiReadAsync(Operation.GetData(root))).Ok();
            (await session.SyncAsync(root)).Ok();
            (await session.AuthAsync("digest", "ann:secret")).Ok();
            (await session.AddWatchAsync(root + "/a")).Ok();
            (await session.SetWatchesAsync(0, data: [root])).Ok();
            (await session.RemoveWatchesAsync(root, type: 3)).Ok();
            if (Server.Version.HasWhoAmI)
            {
                (await session.WhoAmIAsync()).Ok();
            }

            (await session.GetEphemeralsAsync("/")).Ok();
            (await session.GetAllChildrenNumberAsync(root)).Ok();
        });
    }

    [TestMethod]
    public async Task Session_OpenedAndClosed_TakesOneZxidEach()
    {
        var session = await ConnectAsync();
        WireSession other = null!;
        await TakesAsync(session, 1, async () => other = await ConnectAsync());
        (await other.CreateAsync(UniquePath(), mode: CreateMode.Ephemeral)).Ok();
        (await other.CreateAsync(UniquePath(), mode: CreateMode.Ephemeral)).Ok();
        await TakesAsync(session, 1, async () => (await other.CloseAsync()).Ok());
    }

    [TestMethod]
    public async Task Session_AttachedAgainOrRefused_TakesNoZxid()
    {
        var session = await ConnectAsync();
        var other = await ConnectAsync();
        await TakesAsync(session, 0, async () =>
        {
            other = await ReattachAsync(other);
            Assert.IsTrue((await OpenAsync(New(null) with { SessionId = 0x1234 })).Handshake!.IsExpired);
            Assert.IsNull((await OpenAsync(New(null) with { LastZxidSeen = long.MaxValue })).Handshake);
            Assert.AreEqual(-1, (await other.RequestAsync((OpCode)12345)).Zxid);
            await other.ClosedAsync();
            other = await ReattachAsync(other);
        });
    }

    private static async Task TakesAsync(WireSession session, long expected, Func<Task> act)
    {
        var before = (await session.PingAsync()).Zxid;
        await act();
        Assert.AreEqual(expected, (await session.PingAsync()).Zxid - before, "the zxids that it took");
    }
}

[TestClass]
public sealed class ApacheZxidConformance() : ZxidConformance(SharedServers.QuietApache);

[TestClass]
public sealed class DevServerZxidConformance() : ZxidConformance(SharedServers.QuietDevServer);

[TestClass]
public sealed class DevServer38ZxidConformance() : ZxidConformance(SharedServers.QuietDevServer38);
