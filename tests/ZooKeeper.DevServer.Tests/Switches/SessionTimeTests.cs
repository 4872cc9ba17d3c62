using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Switches;

/// <summary>When sessions expire: at the first tick after their timeout.</summary>
[TestClass]
public sealed class SessionTimeTests : SwitchTest
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [TestMethod]
    [DataRow(0.0, 10.0, 12.0)]
    [DataRow(0.0, 11.0, 12.0)]
    [DataRow(1.0, 10.0, 12.0)]
    [DataRow(1.9, 10.0, 12.0)]
    [DataRow(2.0, 10.0, 14.0)]
    public async Task Session_Silent_ExpiresAtTheTickAfterItsTimeout(double opened, double timeout, double expires)
    {
        Time.Advance(TimeSpan.FromSeconds(opened));
        await using var session = await Server.OpenAsync(TimeSpan.FromSeconds(timeout));
        (await session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();

        Time.Advance(TimeSpan.FromSeconds(expires - opened) - Moment);
        Assert.IsTrue((await Server.GetSessionsAsync()).Single().IsConnected);
        Time.Advance(Moment);
        Assert.IsEmpty(await Server.GetSessionsAsync());
        await session.ClosedAsync();

        await using var observer = await Server.OpenAsync();
        Assert.IsFalse(await observer.HasAsync("/mine"));
    }

    [TestMethod]
    [DataRow(OpCode.Auth)]
    [DataRow(OpCode.Sasl)]
    public async Task Session_AuthAndSasl_DoNotKeepItAlive(object opCode)
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        for (var i = 0; i < 3 && (await Server.GetSessionsAsync()).Count > 0; i++)
        {
            Time.Advance(SessionTimeout / 2);
            await session.SendAsync((OpCode)opCode, (OpCode)opCode == OpCode.Auth ? new AuthPacket(0, "digest", [1]) : new SaslToken([]));
        }

        Time.Advance(Tick);
        await Eventually.TrueAsync(async () => (await Server.GetSessionsAsync()).Count == 0);
    }

    [TestMethod]
    [DataRow(OpCode.Ping)]
    [DataRow(OpCode.GetData)]
    [DataRow(OpCode.SetData)]
    [DataRow(OpCode.WhoAmI)]
    public async Task Session_AnyRequest_KeepsItAlive(object opCode)
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        for (var i = 0; i < 10; i++)
        {
            Time.Advance(SessionTimeout);
            // With this xid because the reply to a ping has no other.
            await session.RequestAsync((OpCode)opCode, (OpCode)opCode switch
            {
                OpCode.GetData => new ReadRequest("/", Watch: false),
                OpCode.SetData => new SetDataRequest("/missing", null, -1),
                _ => null,
            }, xid: Xid.Ping);
        }

        Assert.IsTrue((await Server.GetSessionsAsync()).Single().IsConnected);
        Time.Advance(SessionTimeout + Tick);
        Assert.IsEmpty(await Server.GetSessionsAsync());
    }

    [TestMethod]
    public async Task Session_WithoutConnection_ExpiresToo_AndComesBackBefore()
    {
        await using var session = await Server.OpenAsync(SessionTimeout);
        await session.DisposeAsync();
        Time.Advance(SessionTimeout);
        await using var again = await Server.ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        await again.DisposeAsync();
        Time.Advance(SessionTimeout);
        Assert.AreEqual(session.Id, (await Server.GetSessionsAsync()).Single().Id);
        Time.Advance(Tick);
        await using var late = await Server.ReattachAsync(session);
        Assert.IsTrue(late.Handshake!.IsExpired);
    }

    [TestMethod]
    public async Task Session_SeveralAtOneTick_EachIsATransaction()
    {
        await using var observer = await Server.OpenAsync(TimeSpan.FromSeconds(40));
        for (var i = 0; i < 3; i++)
        {
            await using var session = await Server.OpenAsync(SessionTimeout);
            (await session.CreateAsync($"/{i}-a", mode: CreateMode.Ephemeral)).Ok();
            (await session.CreateAsync($"/{i}-b", mode: CreateMode.Ephemeral)).Ok();
        }

        (await observer.AddWatchAsync("/")).Ok();
        Time.Advance(SessionTimeout + Tick);
        var events = await observer.EventsAsync();
        Assert.HasCount(6, events);
        foreach (var group in events.GroupBy(e => e.Path[1]))
        {
            Assert.HasCount(1, group.Select(e => e.Zxid).Distinct());
        }

        Assert.HasCount(3, events.Select(e => e.Zxid).Distinct());
    }

    [TestMethod]
    [DataRow(1, 4_000)]
    [DataRow(0, 4_000)]
    [DataRow(-5, 4_000)]
    [DataRow(4_001, 4_001)]
    [DataRow(40_000, 40_000)]
    [DataRow(40_001, 40_000)]
    [DataRow(int.MaxValue, 40_000)]
    public async Task Timeout_Asked_IsConfinedTo2And20Ticks(int asked, int granted)
    {
        await using var session = await Server.TryOpenAsync(ServerConnections.New(TimeSpan.FromMilliseconds(asked)));
        Assert.AreEqual(granted, session.Handshake!.TimeoutMilliseconds);
        Assert.AreEqual(TimeSpan.FromMilliseconds(granted), (await Server.GetSessionsAsync()).Single().Timeout);
    }

    [TestMethod]
    public async Task Timeout_OtherOnReattachment_IsTheOneThatCounts()
    {
        await using var session = await Server.OpenAsync(TimeSpan.FromSeconds(40));
        await using var again = await Server.TryOpenAsync(ServerConnections.New(SessionTimeout) with { SessionId = session.Id, Password = session.Password });
        Assert.AreEqual(10_000, again.Handshake!.TimeoutMilliseconds);
        Time.Advance(SessionTimeout + Tick);
        Assert.IsEmpty(await Server.GetSessionsAsync());
    }

    [TestMethod]
    [DataRow(1.0)]
    [DataRow(1.5)]
    [DataRow(3.0)]
    public async Task Session_ShortestTicks_Expires(double tickMilliseconds)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { TickTime = TimeSpan.FromMilliseconds(tickMilliseconds) });
        using var peer = await RawPeer.OpenSessionAsync(server, TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(async () => (await server.GetSessionsAsync()).Count == 0, TimeSpan.FromSeconds(10));
        await peer.ClosedAsync();
    }

    [TestMethod]
    public async Task Session_ClockOfTheSystem_ExpiresInItsTime()
    {
        var tick = TimeSpan.FromMilliseconds(50);
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { TickTime = tick });
        var started = TimeProvider.System.GetTimestamp();
        using var peer = await RawPeer.OpenSessionAsync(server, 4 * tick);
        await peer.ClosedAsync();
        Assert.IsGreaterThanOrEqualTo(4 * tick, TimeProvider.System.GetElapsedTime(started));
        Assert.IsEmpty(await server.GetSessionsAsync());
    }
}
