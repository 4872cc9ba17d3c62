using System.Diagnostics;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class ReplyDelayTests : SwitchTest
{
    // No timer of the server's own is due then.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [TestMethod]
    public async Task ReplyDelay_Reply_ComesWhenItsTimeHasPassed_AndNotBefore()
    {
        await using var session = await Server.OpenAsync();
        Server.ReplyDelay = Delay;
        Assert.AreEqual(Delay, Server.ReplyDelay);
        await session.SendAsync(OpCode.Ping, xid: Xid.Ping);
        var reply = session.ReplyAsync();
        await Eventually.TrueAsync(() => Time.Awaited(Delay) == 1, because: "the reply is waiting");

        Time.Advance(Delay - Moment);
        Assert.AreEqual(1, Time.Awaited(Moment), "It is still waiting.");
        Assert.IsFalse(reply.IsCompleted);
        Time.Advance(Moment);
        (await reply).Ok();
    }

    [TestMethod]
    public async Task ReplyDelay_Handshake_IsHeldBackToo()
    {
        Server.ReplyDelay = Delay;
        using var peer = await RawPeer.ConnectAsync(Server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(SessionTimeout)));
        await Eventually.TrueAsync(async () => (await Server.GetSessionsAsync()).Count == 1);
        Assert.AreEqual(0, peer.Available);
        await Eventually.TrueAsync(() => Time.Awaited(Delay) == 1);
        Time.Advance(Delay);
        Assert.IsNotNull(await peer.ReceiveAsync());
    }

    [TestMethod]
    public async Task ReplyDelay_RequestsInARow_AreDelayedOnce_AndTheirOrderStays()
    {
        const int Requests = 20;
        await using var session = await Server.OpenAsync();
        Server.ReplyDelay = Delay;
        for (var i = 1; i < Requests; i++)
        {
            await session.SendAsync(OpCode.Create, new CreateRequest("/s-", null, AclRecord.Wrap(Acl.Open), CreateMode.PersistentSequential));
        }

        // That the session is gone tells that all have been done, and so at which time.
        await session.SendAsync(OpCode.CloseSession);
        await Eventually.TrueAsync(async () => (await Server.GetSessionsAsync()).Count == 0);
        await Eventually.TrueAsync(() => Time.Awaited(Delay) > 0);
        Time.Advance(Delay);
        for (var xid = 1; xid <= Requests; xid++)
        {
            Assert.AreEqual(xid, (await session.ReplyAsync()).Xid);
        }

        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task ReplyDelay_Events_AreHeldBack_AndStayInFrontOfTheReply()
    {
        await using var session = await Server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        Server.ReplyDelay = Delay;
        await session.SendAsync(OpCode.Create, new CreateRequest("/a", null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        var reply = session.ReplyAsync();
        await Eventually.TrueAsync(() => Time.Awaited(Delay) == 1);
        Assert.IsFalse(reply.IsCompleted);
        Time.Advance(Delay);
        Assert.HasCount(1, (await reply).Events);
    }

    [TestMethod]
    public async Task ReplyDelay_MadeShorter_OvertakesNothing()
    {
        await using var session = await Server.OpenAsync();
        Server.ReplyDelay = Delay;
        await session.SendAsync(OpCode.Sync, new PathRequest("/first"));
        await Eventually.TrueAsync(() => Time.Awaited(Delay) == 1);
        Server.ReplyDelay = TimeSpan.Zero;
        await session.SendAsync(OpCode.Sync, new PathRequest("/second"));
        Time.Advance(Delay);
        Assert.AreEqual("/first", (await session.ReplyAsync()).As<PathReply>().Path);
        Assert.AreEqual("/second", (await session.ReplyAsync()).As<PathReply>().Path);
    }

    [TestMethod]
    public async Task ReplyDelay_Set_LeavesTheServerAtWork()
    {
        await using var session = await Server.OpenAsync();
        Server.ReplyDelay = TimeSpan.FromHours(1);
        await Server.SetAsync("/a", "1");
        Assert.HasCount(1, await Server.GetSessionsAsync());
        await Server.ExpireAllSessionsAsync();
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task ReplyDelay_Paused_WaitsForBoth()
    {
        await using var session = await Server.OpenAsync();
        Server.ReplyDelay = Delay;
        await session.SendAsync(OpCode.Ping, xid: Xid.Ping);
        var reply = session.ReplyAsync();
        await Eventually.TrueAsync(() => Time.Awaited(Delay) == 1);
        await Server.PauseAsync();
        Time.Advance(Delay);
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => reply.WaitAsync(TimeSpan.FromMilliseconds(200)));
        await Server.ResumeAsync();
        (await reply).Ok();
    }

    [TestMethod]
    public async Task ReplyDelay_Client_WaitsAsLong_ButNotForEachOfManyRequests()
    {
        const int Requests = 50;
        var delay = TimeSpan.FromMilliseconds(300);
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await server.ConnectAsync();
        server.ReplyDelay = delay;
        var started = Stopwatch.GetTimestamp();
        await client.ExistsAsync("/");
        Assert.IsGreaterThanOrEqualTo(delay, Stopwatch.GetElapsedTime(started));

        started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => client.ExistsAsync("/")));
        Assert.IsInRange(delay, Requests * delay / 2, Stopwatch.GetElapsedTime(started));
    }

    [TestMethod]
    public void ReplyDelay_NegativeOrLongerThanADay_Throws()
    {
        Server.ReplyDelay = Delay;
        foreach (var delay in (TimeSpan[])[-Moment, Timeout.InfiniteTimeSpan, TimeSpan.FromDays(1) + Moment, TimeSpan.MaxValue])
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Server.ReplyDelay = delay);
        }

        Assert.AreEqual(Delay, Server.ReplyDelay);
    }

    [TestMethod]
    public async Task ReplyDelay_ADay_IsKept()
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        Server.ReplyDelay = TimeSpan.FromDays(1);
        await session.SendAsync(OpCode.CloseSession);
        await Eventually.TrueAsync(() => Time.Awaited(TimeSpan.FromDays(1)) == 1);
        Time.Advance(TimeSpan.FromDays(1));
        (await session.ReplyAsync()).Ok();
        await session.ClosedAsync();
    }
}
