using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class HeartbeatTests
{
    [TestMethod]
    public async Task IdleSession_OverManyTimeouts_IsKeptAlive()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(2));
        Assert.AreEqual(TimeSpan.FromSeconds(2), client.SessionTimeout);
        var states = client.RecordStates();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        var (session, started) = (client.SessionId, TimeProvider.System.GetTimestamp());

        await Eventually.TrueAsync(() => proxy.PingCount >= 8);
        Assert.IsGreaterThan(TimeSpan.FromSeconds(4), TimeProvider.System.GetElapsedTime(started), "pings are not sent more often than needed");
        Assert.IsTrue(states.IsEmpty);
        Assert.AreEqual(session, client.SessionId);
        Assert.IsNotNull(await client.ExistsAsync(path));
        Assert.AreEqual(1, proxy.ConnectionCount);
    }

    [TestMethod]
    public async Task PausedServer_IsGivenUpAfterTwoThirdsOfTheTimeout()
    {
        var timeout = TimeSpan.FromSeconds(3);
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = timeout);
        var states = client.RecordStates();
        var lastHeard = TimeProvider.System.GetTimestamp();
        await client.ExistsAsync("/");
        await server.PauseAsync();
        var outstanding = client.ExistsAsync("/");

        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
        var elapsed = TimeProvider.System.GetElapsedTime(lastHeard);
        Assert.IsGreaterThanOrEqualTo(timeout * 0.6, elapsed);
        Assert.IsLessThan(timeout, elapsed);
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => outstanding);
        Assert.Contains("silent", exception.Message);
        Assert.Contains(server.ConnectionString, exception.Message);

        await server.ResumeAsync();
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task SlowLink_ThatDelivers_IsNotDead()
    {
        // The whole reply takes longer than the client's patience; each piece of it is a sign of life.
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync(timeoutMilliseconds: 3000);
            var (header, _) = await connection.ReadRequestAsync();
            var reply = ScriptedConnection.Reply(header.Xid, 5, body: new GetDataReply(new byte[4000], default));
            for (var i = 0; i < reply.Length; i += 1400)
            {
                await connection.ReadPingAsync();
                await connection.SendAsync(reply.AsMemory(i, Math.Min(1400, reply.Length - i)));
            }

            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.HasCount(4000, (await client.GetDataAsync("/a").WaitAsync(TestClient.Deadline)).Data!);
        Assert.AreEqual(1, server.Accepted);
    }

    [TestMethod]
    public async Task HeartbeatOfOneConnectionFails_TheClientReconnects_AndOthersAreKeptAlive()
    {
        var clock = new FaultyClock();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var other = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(2));
        await using var client = await TestClient.ConnectAsync(SharedServer.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(2);
            options.TimeProvider = clock;
        });
        var (states, statesOfOther, pings) = (client.RecordStates(), other.RecordStates(), proxy.PingCount);
        clock.Fail(times: 1);

        CollectionAssert.AreEqual(new[] { SessionState.Disconnected, SessionState.Connected }, await states.NextAsync(2));
        await Eventually.TrueAsync(() => proxy.PingCount >= pings + 2);
        Assert.IsTrue(statesOfOther.IsEmpty);
    }
}
