using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class ExpireSessionTests : SwitchTest
{
    [TestMethod]
    public async Task ExpireSessionAsync_Client_GetsANewSession_AndItsEphemeralsAreGone()
    {
        await using var client = await Server.ConnectAsync();
        var states = new StateRecorder(client);
        var old = client.SessionId;
        await client.CreateAsync("/mine", mode: CreateMode.Ephemeral);
        await client.CreateAsync("/kept");

        await Server.ExpireSessionAsync(old);

        await states.PassesAsync(SessionState.Disconnected, SessionState.Expired, SessionState.Connected);
        Assert.AreNotEqual(old, client.SessionId);
        Assert.IsNull(await client.ExistsAsync("/mine"));
        Assert.IsNotNull(await client.ExistsAsync("/kept"));
        Assert.AreEqual(client.SessionId, (await Server.GetSessionsAsync()).Single().Id);
    }

    [TestMethod]
    public async Task ExpireSessionAsync_SeveralEphemerals_GoInOneTransaction()
    {
        await using var observer = await Server.OpenAsync();
        await using var session = await Server.OpenAsync();
        foreach (var path in (string[])["/a", "/b", "/c"])
        {
            (await session.CreateAsync(path, mode: CreateMode.Ephemeral)).Ok();
        }

        (await observer.AddWatchAsync("/")).Ok();
        var before = (await observer.PingAsync()).Zxid;
        await Server.ExpireSessionAsync(session.Id);

        var reply = await observer.PingAsync();
        CollectionAssert.AreEquivalent(new[] { "/a", "/b", "/c" }, reply.Events.Select(e => e.Path).ToArray());
        Assert.IsTrue(reply.Events.All(e => e.Type == WatchEventType.NodeDeleted && e.Zxid == before + 1));
        Assert.AreEqual(before + 1, reply.Zxid);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task ExpireSessionAsync_NotConnected_IsExpiredForWhoComesBack()
    {
        await using var session = await Server.OpenAsync();
        await session.DisposeAsync();
        await Server.ExpireSessionAsync(session.Id);
        Assert.IsEmpty(await Server.GetSessionsAsync());

        await using var again = await Server.ReattachAsync(session);
        Assert.IsTrue(again.Handshake!.IsExpired);
        Assert.AreEqual(0, again.Id);
        await again.ClosedAsync();
    }

    [TestMethod]
    public async Task ExpireSessionAsync_Watches_GoWithTheSession_AndThoseOfOthersStay()
    {
        await using var one = await Server.OpenAsync();
        await using var other = await Server.OpenAsync();
        (await one.AddWatchAsync("/a")).Ok();
        (await other.AddWatchAsync("/a")).Ok();
        await Server.ExpireSessionAsync(one.Id);
        await Server.SetAsync("/a", "1");
        Assert.HasCount(1, await other.EventsAsync());
        await one.ClosedAsync();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    [DataRow(0x1234)]
    public async Task ExpireSessionAsync_UnknownSession_Throws(long sessionId)
    {
        await using var session = await Server.OpenAsync();
        var exception = await Assert.ThrowsExactlyAsync<ArgumentException>(() => Server.ExpireSessionAsync(sessionId));
        Assert.AreEqual("sessionId", exception.ParamName);
        Assert.Contains($"0x{sessionId:x}", exception.Message);
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task ExpireSessionAsync_Twice_Throws()
    {
        await using var session = await Server.OpenAsync();
        await Server.ExpireSessionAsync(session.Id);
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => Server.ExpireSessionAsync(session.Id));
    }

    [TestMethod]
    public async Task ExpireAllSessionsAsync_ConnectedAndNot_AreAllExpired()
    {
        var sessions = new List<WireSession>();
        for (var i = 0; i < 5; i++)
        {
            var session = await Server.OpenAsync();
            (await session.CreateAsync($"/mine-{i}", mode: CreateMode.Ephemeral)).Ok();
            sessions.Add(session);
        }

        await sessions[0].DisposeAsync();
        await Server.ExpireAllSessionsAsync();
        Assert.IsEmpty(await Server.GetSessionsAsync());
        foreach (var session in sessions)
        {
            await session.ClosedAsync();
            await using var again = await Server.ReattachAsync(session);
            Assert.IsTrue(again.Handshake!.IsExpired);
        }

        await using var observer = await Server.OpenAsync();
        CollectionAssert.AreEqual(new[] { "zookeeper" }, (await observer.GetChildrenAsync("/")).As<NamesReply>().Names);
    }

    [TestMethod]
    public async Task ExpireAllSessionsAsync_NoSession_DoesNothing()
    {
        await Server.ExpireAllSessionsAsync();
        await using var session = await Server.OpenAsync();
        Assert.AreEqual(1, (await session.PingAsync()).Zxid);
    }
}
