using System.Net;
using System.Net.Sockets;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>What the client does when during an outage. Everything follows the session timeout that the server granted.</summary>
[TestClass]
public sealed class OutageTimeTests
{
    private static readonly TimeSpan Granted = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task Expired_WhileAServerIsSilent_IsReportedInTime()
    {
        var time = new ManualTime();
        var start = time.GetTimestamp();
        await using var server = ScriptedServer.Start(SilentAfterTheFirstConnectionAsync);
        await using var client = await ConnectAsync(server, time);
        var session = client.Session!;
        var states = client.RecordStates();
        await LoseAsync(client);
        await UntilReconnectingAsync(time, server);
        time.Advance(TimeSpan.FromSeconds(33));

        Assert.AreEqual(SessionState.Disconnected, await states.NextAsync());
        Assert.IsTrue(states.IsEmpty);
        Assert.IsFalse(session.HasEnded);
        await time.AdvanceUntilAsync(() => time.Awaited(UntilExpiry()) > 0, TimeSpan.FromMilliseconds(10), "an attempt ends when the session expires");
        time.Advance(UntilExpiry());
        Assert.AreEqual(SessionState.Expired, await states.NextAsync());
        await Eventually.TrueAsync(() => session.Ended.IsCancellationRequested);
        Assert.IsTrue(session.HasEnded);

        TimeSpan UntilExpiry() => (4 * Granted / 3) - time.GetElapsedTime(start);
    }

    [TestMethod]
    public async Task Request_WithoutAConnection_WaitsForTheGrantedTimeoutAndNotLonger()
    {
        var time = new ManualTime();
        await using var server = ScriptedServer.Start(SilentAfterTheFirstConnectionAsync);
        await using var client = await ConnectAsync(server, time, requested: TimeSpan.FromMilliseconds(100));
        await LoseAsync(client);
        await UntilReconnectingAsync(time, server);
        var write = client.SetDataAsync("/a", []);
        time.Advance(Granted - TimeSpan.FromMilliseconds(1));
        Assert.IsFalse(write.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        var loss = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => write.WaitAsync(TestClient.Deadline));
        Assert.IsFalse(loss.IsOutcomeUnknown);
    }

    [TestMethod]
    public async Task Attempts_OfOneNameWithThreeAddresses_EachHaveAShareOfTheTimeout()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        var port = ((IPEndPoint)one.LocalEndpoint).Port;
        var time = new ManualTime();
        await using var client = TestClient.Start($"headless:{port}", options =>
        {
            options.TimeProvider = time;
            options.SessionTimeout = TimeSpan.FromSeconds(30);
            options.Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Parse("127.0.0.3") });
        });

        await Eventually.TrueAsync(() => time.Awaited(TimeSpan.FromSeconds(7.5)) > 0);
    }

    [TestMethod]
    public async Task LostConnection_AfterALargeRequest_IsExplained()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ReadRequestAsync();
            await connection.ReadRequestAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var read = client.ExistsAsync("/neighbor");
        var write = client.SetDataAsync("/large", new byte[100_000]);

        var loss = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => read.WaitAsync(TestClient.Deadline));
        Assert.Contains("SetData of '/large', with 1000", loss.Message);
        Assert.Contains("jute.maxbuffer", loss.Message);
        Assert.IsTrue((await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => write)).IsOutcomeUnknown);
    }

    // The client waits for at most 100 ms before it reconnects.
    private static Task<TimeSpan> UntilReconnectingAsync(ManualTime time, ScriptedServer server) =>
        time.AdvanceUntilAsync(() => server.Accepted == 2, TimeSpan.FromMilliseconds(1));

    private static async Task SilentAfterTheFirstConnectionAsync(ScriptedConnection connection)
    {
        if (connection.Number == 1)
        {
            await connection.AcceptAsync(timeoutMilliseconds: (int)Granted.TotalMilliseconds);
            await connection.ReadRequestAsync();
            return;
        }

        await connection.UntilClosedAsync();
    }

    private static Task<ZooKeeperClient> ConnectAsync(ScriptedServer server, TimeProvider time, TimeSpan? requested = null) =>
        TestClient.ConnectAsync(server.ConnectionString, options =>
        {
            options.TimeProvider = time;
            options.SessionTimeout = requested ?? Granted;
            options.ConnectTimeout = TimeSpan.FromMinutes(1);
        });

    private static Task<ConnectionLossException> LoseAsync(ZooKeeperClient client) =>
        Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
}
