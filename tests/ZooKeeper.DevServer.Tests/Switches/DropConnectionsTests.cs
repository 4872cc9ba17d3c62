using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Hostile;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class DropConnectionsTests : SwitchTest
{
    [TestMethod]
    public async Task DropConnectionsAsync_Client_ComesBackWithItsSession_EphemeralsAndWatches()
    {
        await using var client = await Server.ConnectAsync();
        var states = new StateRecorder(client);
        var seen = new TaskCompletionSource<WatchedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = client.SessionId;
        await client.CreateAsync("/mine", mode: CreateMode.Ephemeral);
        await client.GetDataAsync("/mine", e => seen.TrySetResult(e));

        await Server.DropConnectionsAsync();
        await states.PassesAsync(SessionState.Disconnected, SessionState.Connected);
        await Server.SetAsync("/mine", "changed");

        Assert.AreEqual(id, client.SessionId);
        Assert.AreEqual(id, (await client.ExistsAsync("/mine"))!.Value.EphemeralOwner);
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await seen.Task.WaitAsync(TimeSpan.FromSeconds(30))).Type);
    }

    [TestMethod]
    public async Task DropConnectionsAsync_AllConnections_AreClosed_SessionsStay()
    {
        await using var one = await Server.OpenAsync();
        await using var other = await Server.OpenAsync();
        using var silent = await RawPeer.ConnectAsync(Server);
        var before = (await one.PingAsync()).Zxid;

        await Server.DropConnectionsAsync();

        var sessions = await Server.GetSessionsAsync();
        CollectionAssert.AreEquivalent(new[] { one.Id, other.Id }, sessions.Select(session => session.Id).ToArray());
        Assert.IsFalse(sessions.Any(session => session.IsConnected));
        await one.ClosedAsync();
        await other.ClosedAsync();

        await using var again = await Server.ReattachAsync(one);
        Assert.AreEqual(one.Id, again.Id);
        Assert.AreEqual(before, (await again.PingAsync()).Zxid, "Nothing was written.");
        Assert.AreEqual(1, (await Server.GetSessionsAsync()).Count(session => session.IsConnected));
    }

    [TestMethod]
    public async Task DropConnectionsAsync_Watches_GoWithTheConnection()
    {
        await using var session = await Server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        await Server.DropConnectionsAsync();
        await using var again = await Server.ReattachAsync(session);
        await Server.SetAsync("/a", "1");
        Assert.IsEmpty(await again.EventsAsync());
    }

    [TestMethod]
    public async Task DropConnectionsAsync_WriteNotAnswered_IsDoneOnceOrNotAtAll()
    {
        await Server.SetAsync("/counter", "0");
        for (var round = 1; round <= 20; round++)
        {
            await using var session = await Server.OpenAsync();
            var before = (await session.StatAsync("/counter")).Version;
            await session.SendAsync(OpCode.SetData, new SetDataRequest("/counter", [1], before));
            await Server.DropConnectionsAsync();
            await using var again = await Server.ReattachAsync(session);
            Assert.AreEqual(session.Id, again.Id);
            Assert.IsInRange(before, before + 1, (await again.StatAsync("/counter")).Version);
        }
    }

    [TestMethod]
    public async Task DropConnectionsAsync_NobodyComesBack_SessionExpires()
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        await Server.DropConnectionsAsync();
        Time.Advance(SessionTimeout);
        Assert.HasCount(1, await Server.GetSessionsAsync());
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.IsEmpty(await Server.GetSessionsAsync());
    }
}
