using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class HandshakeTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [TestMethod]
    public async Task Connect_ResponseInSingleBytes_Connects()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.DribbleAsync(ScriptedConnection.Response(await connection.ReadHandshakeAsync(), newSessionId: 77));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.AreEqual(77, client.SessionId);
        Assert.IsNull(await client.ExistsAsync("/a"));
    }

    [TestMethod]
    public async Task Connect_OldServerWithoutReadOnlyByte_Connects()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadHandshakeAsync();
            await connection.SendAsync(Hex.Parse("00000014 00000000 00002710 0000000000000042 00000000"));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.AreEqual(0x42, client.SessionId);
        Assert.AreEqual(TimeSpan.FromSeconds(10), client.SessionTimeout);
    }

    [TestMethod]
    public async Task Connect_SendsNothingBeforeTheResponse()
    {
        var early = new TaskCompletionSource<int>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            var response = ScriptedConnection.Response(await connection.ReadHandshakeAsync());
            await connection.DribbleAsync(response[..^1]);
            early.SetResult(connection.Unread);
            await connection.SendAsync(response.AsMemory()[^1..]);
            await connection.ServeAsync();
        });
        await using var client = TestClient.Start(server.ConnectionString, options => options.DigestIdentities.Add(new DigestIdentity("u", "p")));
        var exists = client.ExistsAsync("/a");
        Assert.AreEqual(0, await early.Task);
        Assert.IsNull(await exists);
    }

    [TestMethod]
    public async Task Connect_SendsTheTimeoutAndNoSession()
    {
        var first = new TaskCompletionSource<ConnectRequest>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            first.TrySetResult(await connection.AcceptAsync());
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = TimeSpan.FromMilliseconds(7654));
        var request = await first.Task;
        Assert.AreEqual(7654, request.TimeoutMilliseconds);
        Assert.AreEqual(0, request.SessionId);
        Assert.AreEqual(0, request.LastZxidSeen);
        CollectionAssert.AreEqual(new byte[16], request.Password);
    }

    [TestMethod]
    public async Task Connect_ServerClosesWithoutAnAnswer_FailsAndSaysSo()
    {
        await using var server = ScriptedServer.Start(connection => connection.ReadHandshakeAsync());
        await FailsAsync(server, "closed it without an answer", Step, passes: 3);
        Assert.IsGreaterThanOrEqualTo(3, server.Accepted, "it is tried again and again");
    }

    [TestMethod]
    public async Task Connect_ServerClosesInTheMiddleOfTheResponse_Fails()
    {
        await using var server = ScriptedServer.Start(async connection =>
            await connection.SendAsync(ScriptedConnection.Response(await connection.ReadHandshakeAsync()).AsMemory(0, 20)));
        await FailsAsync(server, "closed it without an answer", Step);
    }

    [TestMethod]
    public async Task Connect_NotAZooKeeperPort_FailsAndSaysSo()
    {
        await using var server = ScriptedServer.Start(connection => connection.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()));
        await FailsAsync(server, "not a ZooKeeper handshake");
    }

    [TestMethod]
    public async Task Connect_ShortResponse_FailsAndSaysSo()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadHandshakeAsync();
            await connection.SendAsync(Hex.Parse("00000004 00000000"));
            await connection.UntilClosedAsync();
        });
        await FailsAsync(server, "ends too early");
    }

    [TestMethod]
    public async Task Connect_ServerNeverAnswers_FailsWithinConnectTimeout()
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        await FailsAsync(server, server.ConnectionString, Step);
    }

    [TestMethod]
    public async Task Connect_FirstAttemptIsNeverAnswered_IsTriedAgainBeforeTheSessionWouldBeOver()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (connection.Number == 1)
            {
                await connection.UntilClosedAsync();
            }

            await connection.AcceptAsync();
            await connection.ServeAsync();
        });
        var time = new ManualTime();
        await using var client = TestClient.Start(server.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(8);
            options.TimeProvider = time;
        });
        await Eventually.TrueAsync(() => server.Accepted == 1);
        var waited = await time.AdvanceUntilAsync(() => server.Accepted == 2, Step);
        Assert.IsInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(7.5), waited);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task Connect_ServerRefusesEvenANewSession_FailsAndSaysSo()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.ReadHandshakeAsync();
            await connection.SendAsync(Jute.Frame(new ConnectResponse(0, 0, 0, new byte[16], ReadOnly: false)));
        });
        await FailsAsync(server, "session");
    }

    [TestMethod]
    public async Task Connect_FirstServerIsNone_UsesTheOther()
    {
        await using var bad = ScriptedServer.Start(connection => connection.SendAsync("SSH-2.0\r\n"u8.ToArray()));
        await using var good = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync();
        });

        // The order is random: until the bad one was first at least once.
        while (bad.Accepted == 0)
        {
            await using var client = await TestClient.ConnectAsync($"{bad.ConnectionString},{good.ConnectionString}");
            Assert.AreEqual(good.ConnectionString, client.Server);
            Assert.IsEmpty(client.ConnectFailures);
        }
    }

    private static async Task FailsAsync(ScriptedServer server, string reason, TimeSpan step = default, int passes = 1)
    {
        var exception = await FailedConnect.OfAsync(server.ConnectionString, step: step, passes: passes);
        Assert.Contains(reason, exception.Message);
        Assert.Contains(server.ConnectionString, exception.Message);
    }
}
