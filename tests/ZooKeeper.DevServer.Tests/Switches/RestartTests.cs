using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class RestartTests : SwitchTest
{
    [TestMethod]
    public async Task RestartAsync_Client_ComesBackToEverything()
    {
        await using var client = await Server.ConnectAsync();
        var states = new StateRecorder(client);
        var id = client.SessionId;
        await client.CreateAsync("/a", [1]);
        var mine = await client.CreateAsync("/mine", mode: CreateMode.Ephemeral);

        await Server.RestartAsync();
        await states.PassesAsync(SessionState.Disconnected, SessionState.Connected);

        Assert.AreEqual(id, client.SessionId);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await client.GetDataAsync("/a")).Data);
        Assert.AreEqual(mine.Stat, await client.ExistsAsync("/mine"));
    }

    [TestMethod]
    public async Task RestartAsync_ZxidAndSessions_GoOn_AndWatchesDoNot()
    {
        await using var session = await Server.OpenAsync();
        (await session.CreateAsync("/a")).Ok();
        (await session.AddWatchAsync("/")).Ok();
        var zxid = (await session.PingAsync()).Zxid;

        await Server.RestartAsync();
        await session.ClosedAsync();
        Assert.IsFalse((await Server.GetSessionsAsync()).Single().IsConnected);
        await Server.SetAsync("/a", "1");

        await using var again = await Server.ReattachAsync(session, zxid);
        Assert.AreEqual(session.Id, again.Id);
        var reply = await again.PingAsync();
        Assert.AreEqual(zxid + 1, reply.Zxid);
        Assert.IsEmpty(reply.Events);
    }

    [TestMethod]
    public async Task RestartAsync_EverySession_HasItsFullTimeoutAgain()
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        Time.Advance(SessionTimeout);
        await Server.RestartAsync();
        Time.Advance(SessionTimeout);
        Assert.HasCount(1, await Server.GetSessionsAsync());
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.IsEmpty(await Server.GetSessionsAsync());
    }

    [TestMethod]
    public async Task RestartAsync_NoRelease_KeepsThePresentOne()
    {
        foreach (var release in Enum.GetValues<ZooKeeperRelease>())
        {
            await Server.RestartAsync(release);
            Assert.AreEqual(release, Server.Release);
            await Server.RestartAsync();
            await Server.WipeAsync();
            Assert.AreEqual(release, Server.Release);
        }
    }

    [TestMethod]
    public async Task RestartAsync_ReleaseThatThereIsNot_Throws()
    {
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => Server.RestartAsync((ZooKeeperRelease)37));
        Assert.AreEqual(ZooKeeperRelease.V39, Server.Release);
    }

    [TestMethod]
    [DataRow(OpCode.AddWatch)]
    [DataRow(OpCode.MultiRead)]
    [DataRow(OpCode.SetWatches2)]
    [DataRow(OpCode.GetEphemerals)]
    [DataRow(OpCode.GetAllChildrenNumber)]
    [DataRow(OpCode.WhoAmI)]
    public async Task RestartAsync_V35_OperationsOfLaterReleases_AreUnimplemented_AndTheConnectionIsClosed(object opCode)
    {
        await using var session = await Server.OpenAsync();
        await Server.RestartAsync(ZooKeeperRelease.V35);
        await using var before = await Server.ReattachAsync(session);
        var reply = await before.RequestAsync((OpCode)opCode, BodyOf((OpCode)opCode));
        reply.Failed(ErrorCode.Unimplemented);
        Assert.AreEqual(-1, reply.Zxid);
        await before.ClosedAsync();

        await Server.RestartAsync(ZooKeeperRelease.V38);
        await using var after = await Server.ReattachAsync(session);
        Assert.AreEqual(session.Id, after.Id, "The session has survived.");
        (await after.RequestAsync((OpCode)opCode, BodyOf((OpCode)opCode))).Ok();
    }

    [TestMethod]
    public async Task RestartAsync_V35_Client_CanDoWhatIsOlder()
    {
        await using var client = await Server.ConnectAsync();
        var states = new StateRecorder(client);
        await Server.RestartAsync(ZooKeeperRelease.V35);
        await states.PassesAsync(SessionState.Disconnected, SessionState.Connected);

        await client.CreateAsync("/a");
        await client.MultiAsync(new Multi().SetData("/a", [1]).Create("/b", null));
        var seen = new TaskCompletionSource<WatchedEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        await client.GetDataAsync("/a", e => seen.TrySetResult(e));
        await client.SetDataAsync("/a", [2]);
        Assert.AreEqual(new WatchedEvent(WatchEventType.NodeDataChanged, "/a", -1), await seen.Task.WaitAsync(TimeSpan.FromSeconds(30)));

        var exception = await Assert.ThrowsAsync<ZooKeeperException>(() => client.AddWatchAsync("/", WatchMode.PersistentRecursive, _ => { }));
        Assert.AreEqual(ErrorCode.Unimplemented, exception.ErrorCode);
        await states.PassesAsync(SessionState.Disconnected, SessionState.Connected);
        Assert.IsNotNull(await client.ExistsAsync("/b"));
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task RestartAsync_EventsCarryTheZxidFromV39On(ZooKeeperRelease release)
    {
        await Server.RestartAsync(release);
        await using var session = await Server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        var reply = await session.MultiAsync(Operation.Create("/a"), Operation.Create("/b"));
        Assert.HasCount(2, reply.Events);
        Assert.IsTrue(reply.Events.All(e => e.Zxid == (release == ZooKeeperRelease.V39 ? reply.Zxid : -1)));
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V38, 1)]
    [DataRow(ZooKeeperRelease.V39, 3)]
    public async Task RestartAsync_OneShotWatchOnThePathOfAPersistentOne_ReplacesItBeforeV39(ZooKeeperRelease release, int events)
    {
        await Server.RestartAsync(release);
        await using var session = await Server.OpenAsync();
        (await session.CreateAsync("/a")).Ok();
        (await session.AddWatchAsync("/a", WatchMode.PersistentRecursive)).Ok();
        (await session.GetDataAsync("/a", watch: true)).Ok();
        var seen = 0;
        for (var i = 0; i < 3; i++)
        {
            seen += (await session.SetDataAsync("/a")).Events.Count;
        }

        Assert.AreEqual(events, seen);
    }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35, "3.5.")]
    [DataRow(ZooKeeperRelease.V38, "3.8.")]
    [DataRow(ZooKeeperRelease.V39, "3.9.")]
    public async Task RestartAsync_Release_IsWhatOperatorsAreTold(ZooKeeperRelease release, string version)
    {
        await Server.RestartAsync(release);
        using var peer = await Hostile.RawPeer.ConnectAsync(Server);
        await peer.SendAsync("srvr"u8.ToArray());
        Assert.Contains($"Zookeeper version: {version}", await peer.ReadTextAsync());
    }

    private static IRecord? BodyOf(OpCode opCode) => opCode switch
    {
        OpCode.AddWatch => new AddWatchRequest("/", WatchMode.PersistentRecursive),
        OpCode.MultiRead => new MultiRequest([Operation.GetData("/")]),
        OpCode.SetWatches2 => new SetWatchesRequest(0, [], [], [], [], ["/"]),
        OpCode.WhoAmI => null,
        _ => new PathRequest("/"),
    };
}
