using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>Servers that accept a session and leave the question that matters without an answer.</summary>
[TestClass]
public sealed class UnansweredTests
{
    private const int Seen = 1000;

    [TestMethod]
    public async Task Probe_ServerDoesNotTellItsZxid_IsLoggedAndRepeated()
    {
        var probes = 0;
        await using var server = ScriptedServer.Start(async connection =>
        {
            var handshake = await connection.ReadHandshakeAsync();
            if (connection.Number > 1 && handshake.LastZxidSeen > 0)
            {
                return; // as a server that is behind the client
            }

            await connection.SendAsync(ScriptedConnection.Response(handshake, newSessionId: connection.Number));
            connection.Zxid = connection.Number == 1 ? Seen : 7;
            if (connection.Number == 1)
            {
                await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, Seen, ErrorCode.NoNode);
            }
            else if (Interlocked.Increment(ref probes) == 1)
            {
                await connection.ReadRequestAsync();
            }
            else
            {
                await connection.ServeAsync(request => connection.ReplyAsync(
                    request.Xid, connection.Zxid, body: request.OpCode == OpCode.Exists ? WireVector.Stat : null));
            }
        });
        var (time, log) = (new ManualTime(), new RecordingLogger());
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => (options.TimeProvider, options.LoggerFactory) = (time, log));
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        var session = client.SessionId;

        await time.AdvanceUntilAsync(() => client.State == SessionState.Connected && client.SessionId != session, TimeSpan.FromMilliseconds(200));

        Assert.AreEqual(1, log.Entries.Count(entry => entry.Id == 1005));
        Assert.Contains(entry => entry.Id == 1004, log.Entries);
    }

    [TestMethod]
    public async Task Dispose_ServerDoesNotConfirmTheCloseAndTheClockStandsStill_Ends()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync(_ => Task.CompletedTask);
        });
        var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = new ManualTime());

        await client.DisposeAsync().AsTask().WaitAsync(TestClient.Deadline);

        Assert.AreEqual(SessionState.Closed, client.State);
    }

    [TestMethod]
    public async Task Dispose_ServerDoesNotConfirmTheClose_IsLoggedAndEnds()
    {
        var closing = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync(request =>
            {
                Assert.AreEqual(OpCode.CloseSession, request.OpCode);
                closing.SetResult();
                return Task.CompletedTask;
            });
        });
        var (time, log) = (new ManualTime(), new RecordingLogger());
        var client = await TestClient.ConnectAsync(server.ConnectionString, options => (options.TimeProvider, options.LoggerFactory) = (time, log));

        var disposing = client.DisposeAsync().AsTask();
        await closing.Task.WaitAsync(TestClient.Deadline);
        await time.AdvanceUntilAsync(() => disposing.IsCompleted, TimeSpan.FromMilliseconds(100));

        await disposing;
        Assert.Contains(server.ConnectionString, log.Entries.Single(entry => entry.Id == 1006).Message);
    }
}
