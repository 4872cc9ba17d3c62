using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>The time of these tests is virtual: a machine that is busy for a second must not look like a server that is silent.</summary>
[TestClass]
public sealed class HeartbeatTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Interval = Timeout / 3;

    private readonly ManualTime _time = new();

    [TestMethod]
    [TestCategory("NoServer")]
    public async Task IdleSession_OverManyTimeouts_IsPingedEveryThirdOfIt_AndStays()
    {
        var pings = 0;
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptAsync(connection);
            connection.Pinged = () => connection.Zxid = Interlocked.Increment(ref pings);
            await connection.ServeAsync();
        });
        var clock = new HeartbeatClock(_time);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        Assert.AreEqual(Timeout, client.SessionTimeout);
        var (states, session) = (client.RecordStates(), client.SessionId);
        for (var i = 1; i <= 8 * 3; i++)
        {
            _time.Advance(Interval - Instant);
            await clock.CheckedAsync();
            Assert.AreEqual(i - 1, Volatile.Read(ref pings), "no ping is sent too early");
            _time.Advance(Instant);
            HeartbeatClock.Wake();
            await Eventually.TrueAsync(() => client.LastZxid == i, TestClient.Deadline, $"the server has answered ping {i}");
        }

        Assert.IsTrue(states.IsEmpty);
        Assert.AreEqual(session, client.SessionId);
        Assert.AreEqual(1, server.Accepted);
    }

    [TestMethod]
    [TestCategory("Nightly")]
    public async Task IdleSession_OnARealServer_IsKeptAlive()
    {
        // Two thirds of the timeout are 20 seconds: no machine is busy for that long.
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(30));
        var states = client.RecordStates();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        var session = client.SessionId;

        await Eventually.TrueAsync(() => proxy.PingCount >= 4, TimeSpan.FromMinutes(2));
        Assert.IsTrue(states.IsEmpty);
        Assert.AreEqual(session, client.SessionId);
        Assert.IsNotNull(await client.ExistsAsync(path));
        Assert.AreEqual(1, proxy.ConnectionCount);
    }

    [TestMethod]
    [TestCategory("NoServer")]
    public async Task SilentServer_IsGivenUpAfterTwoThirdsOfTheTimeout()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptAsync(connection);
            await (connection.Number == 1 ? connection.UntilClosedAsync() : connection.ServeAsync());
        });
        var clock = new HeartbeatClock(_time);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        var states = client.RecordStates();
        var outstanding = client.ExistsAsync("/");
        _time.Advance((2 * Interval) - Instant);
        await clock.CheckedAsync();
        Assert.IsTrue(states.IsEmpty);
        _time.Advance(Instant);
        HeartbeatClock.Wake();

        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => outstanding);
        Assert.Contains("silent for 2000 ms", exception.Message);
        Assert.Contains(server.ConnectionString, exception.Message);

        await _time.AdvanceUntilAsync(() => server.Accepted == 2, TimeSpan.FromMilliseconds(10));
        Assert.AreEqual(SessionState.Connected, await states.NextAsync());
        Assert.IsNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    [TestCategory("NoServer")]
    public async Task SlowLink_ThatDelivers_IsNotDead()
    {
        // The whole reply takes longer than the client's patience; each piece of it is a sign of life.
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptAsync(connection);
            var (header, _) = await connection.ReadRequestAsync();
            var reply = ScriptedConnection.Reply(header.Xid, 5, body: new GetDataReply(new byte[4000], default));
            for (var i = 0; i < reply.Length; i += 1400)
            {
                await connection.ReadPingAsync();
                await connection.SendAsync(reply.AsMemory(i, Math.Min(1400, reply.Length - i)));
            }

            await connection.ServeAsync();
        });
        var clock = new HeartbeatClock(_time);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        var reading = client.GetDataAsync("/a");
        for (var pieces = 0; pieces < 3; pieces++)
        {
            var received = clock.OtherReadings;
            _time.Advance(Interval);
            HeartbeatClock.Wake();
            await Eventually.TrueAsync(() => clock.OtherReadings > received, TestClient.Deadline, "a piece of the reply has arrived");
        }

        Assert.HasCount(4000, (await reading.WaitAsync(TestClient.Deadline)).Data!);
        Assert.AreEqual(1, server.Accepted);
    }

    [TestMethod]
    [TestCategory("NoServer")]
    public async Task HeartbeatOfOneConnectionFails_TheClientReconnects_AndOthersAreKeptAlive()
    {
        var timeOfOther = new ManualTime();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptAsync(connection);
            await connection.ServeAsync();
        });
        await using var serverOfOther = ScriptedServer.Start(async connection =>
        {
            await AcceptAsync(connection);
            connection.Pinged = () => connection.Zxid++;
            await connection.ServeAsync();
        });
        var clock = new HeartbeatClock(_time);
        await using var other = await TestClient.ConnectAsync(serverOfOther.ConnectionString, options => options.TimeProvider = timeOfOther);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        var (states, statesOfOther) = (client.RecordStates(), other.RecordStates());
        clock.Fail(times: 1);
        HeartbeatClock.Wake();

        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
        await _time.AdvanceUntilAsync(() => server.Accepted == 2, TimeSpan.FromMilliseconds(10));
        Assert.AreEqual(SessionState.Connected, await states.NextAsync());
        for (var ping = 1; ping <= 3; ping++)
        {
            timeOfOther.Advance(Interval);
            HeartbeatClock.Wake();
            await Eventually.TrueAsync(() => other.LastZxid == 1 + ping, TestClient.Deadline);
        }

        Assert.IsTrue(statesOfOther.IsEmpty);
    }

    [TestMethod]
    [TestCategory("NoServer")]
    public async Task SilentServer_OnAClockThatRunsAhead_IsGivenUpByThatClock()
    {
        var longTimeout = TimeSpan.FromHours(1); // in real time, the heartbeat would wait for 20 minutes
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync(timeoutMilliseconds: (int)longTimeout.TotalMilliseconds);
            await connection.UntilClosedAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = _time);
        var states = client.RecordStates();

        await _time.AdvanceUntilAsync(() => !states.IsEmpty, TimeSpan.FromMinutes(1));
        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
    }

    private static Task<ConnectRequest> AcceptAsync(ScriptedConnection connection) => connection.AcceptAsync(timeoutMilliseconds: (int)Timeout.TotalMilliseconds);
}
