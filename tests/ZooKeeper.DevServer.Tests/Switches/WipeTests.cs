using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class WipeTests : SwitchTest
{
    [TestMethod]
    public async Task WipeAsync_Tree_IsThatOfANewServer()
    {
        await using var before = await Server.OpenAsync();
        (await before.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        await Server.SetAsync(
            [KeyValuePair.Create("/a/b", (string?)"1"), KeyValuePair.Create("/zookeeper/quota/a", (string?)"1"), KeyValuePair.Create("/", (string?)"root")]);

        await Server.WipeAsync();

        await before.ClosedAsync();
        Assert.IsEmpty(await Server.GetSessionsAsync());
        await using var fresh = await ZooKeeperDevServer.StartAsync();
        await using var expected = await fresh.OpenAsync();
        await using var session = await Server.OpenAsync();
        foreach (var path in (string[])["/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config"])
        {
            Assert.AreEqual(await expected.StatAsync(path), await session.StatAsync(path), path);
            CollectionAssert.AreEqual((await expected.GetDataAsync(path)).As<GetDataReply>().Data, (await session.GetDataAsync(path)).As<GetDataReply>().Data);
            CollectionAssert.AreEquivalent(
                (await expected.GetChildrenAsync(path)).As<NamesReply>().Names, (await session.GetChildrenAsync(path)).As<NamesReply>().Names);
        }
    }

    [TestMethod]
    public async Task WipeAsync_SeededZnodes_AreGoneToo()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/a"] = "1" } });
        await server.WipeAsync();
        await using var session = await server.OpenAsync();
        Assert.IsFalse(await session.HasAsync("/a"));
    }

    [TestMethod]
    public async Task WipeAsync_Zxids_BeginAnew_AndTheOldSessionIsUnknown()
    {
        await using var session = await Server.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await Server.SetAsync("/a", $"{i}");
        }

        Assert.AreEqual(11, (await session.PingAsync()).Zxid);
        await Server.WipeAsync();
        await using var stranger = await Server.ReattachAsync(session);
        Assert.IsTrue(stranger.Handshake!.IsExpired);
        await using var next = await Server.OpenAsync();
        Assert.AreEqual(1, (await next.PingAsync()).Zxid);
    }

    [TestMethod]
    public async Task WipeAsync_ClientThatHasSeenMore_IsRefusedWithoutAByte_UntilTheServerHasAsMuch()
    {
        await using var session = await Server.OpenAsync();
        await Server.SetAsync("/a", "1");
        await Server.SetAsync("/a", "2");
        var seen = (await session.PingAsync()).Zxid;
        await Server.WipeAsync();

        await using var refused = await Server.ReattachAsync(session, seen);
        Assert.IsNull(refused.Handshake);
        await using var fresh = await Server.TryOpenAsync(ServerConnections.New(SessionTimeout) with { LastZxidSeen = seen });
        Assert.IsNull(fresh.Handshake, "A new session is refused as well.");
        Assert.IsEmpty(await Server.GetSessionsAsync());

        for (var i = 0; i < seen; i++)
        {
            await Server.SetAsync("/b", "1");
        }

        await using var accepted = await Server.TryOpenAsync(ServerConnections.New(SessionTimeout) with { LastZxidSeen = seen });
        Assert.IsFalse(accepted.Handshake!.IsExpired);
    }

    [TestMethod]
    public async Task WipeAsync_Client_NoticesTheLostHistory_AndGoesOn()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MinSessionTimeout = TimeSpan.FromMilliseconds(100) });
        await using var client = await server.ConnectAsync(TimeSpan.FromSeconds(1));
        var states = new StateRecorder(client);
        for (var i = 0; i < 10; i++)
        {
            await server.SetAsync("/a", $"{i}");
        }

        await client.SyncAsync();
        Assert.IsNotNull(await client.ExistsAsync("/a"));
        var (id, zxid) = (client.SessionId, client.LastZxid);
        await server.WipeAsync();
        await states.PassesAsync(SessionState.Disconnected, SessionState.Expired, SessionState.Connected);

        Assert.AreNotEqual(id, client.SessionId);
        Assert.IsNull(await client.ExistsAsync("/a"));
        Assert.IsLessThan(zxid, client.LastZxid);
    }

    [TestMethod]
    public async Task WipeAsync_Watches_AreGone_AndSettingsStay()
    {
        await using var session = await Server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        (Server.ReplyDelay, Server.RefuseConnections) = (TimeSpan.FromHours(1), true);
        await Server.WipeAsync();
        Assert.AreEqual((TimeSpan.FromHours(1), true), (Server.ReplyDelay, Server.RefuseConnections));

        (Server.ReplyDelay, Server.RefuseConnections) = (TimeSpan.Zero, false);
        await using var next = await Server.OpenAsync();
        await Server.SetAsync("/a", "1");
        Assert.IsEmpty(await next.EventsAsync());
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task WipeAsync_Superuser_IsStillOne()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { SuperUser = new DigestIdentity("super", "open") });
        await server.WipeAsync();
        await using var session = await server.OpenAsync();
        (await session.CreateAsync("/locked", acl: [new Acl(Permissions.Read, "ip", "10.0.0.1")])).Ok();
        (await session.GetDataAsync("/locked")).Failed(ErrorCode.NoAuth);
        (await session.AuthAsync("digest", "super:open")).Ok();
        (await session.GetDataAsync("/locked")).Ok();
    }
}
