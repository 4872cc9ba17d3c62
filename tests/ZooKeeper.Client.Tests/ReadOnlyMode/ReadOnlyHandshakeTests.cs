using System.Collections.Concurrent;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.ReadOnlyMode;

/// <summary>What a read-only server is shown, and what a read-write one afterwards.</summary>
[TestClass]
public sealed class ReadOnlyHandshakeTests
{
    private const long Session = 0x1234;
    private const long OwnSession = 0x99;

    [TestMethod]
    public async Task Connect_QuorumLostAndFound_ShowsTheSessionToReadWriteServersAlone()
    {
        var isReadOnly = false;
        var requests = new ConcurrentQueue<ConnectRequest>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (await connection.ReadHandshakeOrIsroAsync() is not { } request)
            {
                await connection.SendAsync(isReadOnly ? "ro"u8.ToArray() : "rw"u8.ToArray());
                return;
            }

            requests.Enqueue(request);
            connection.Zxid = 50;
            if (isReadOnly && request.ReadOnly == false)
            {
                return;
            }

            await connection.SendAsync(isReadOnly
                ? Jute.Frame(new ConnectResponse(0, request.TimeoutMilliseconds, OwnSession, new byte[16], ReadOnly: true))
                : ScriptedConnection.Response(request, Session));
            await connection.ServeAsync(async header =>
            {
                await connection.ReplyAsync(header.Xid, connection.Zxid, ErrorCode.NoNode);
                isReadOnly = header.OpCode == OpCode.Exists; // the first one loses the quorum
                throw new IOException("The server closes.");
            });
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.AllowReadOnly = true);
        var states = client.RecordStates();
        Assert.IsNull(await client.ExistsAsync("/"));
        await states.NextAsync(state => state == SessionState.ConnectedReadOnly);
        Assert.AreEqual(OwnSession, client.SessionId);
        Assert.AreEqual(50, client.LastZxid);

        isReadOnly = false;
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.AreEqual(Session, client.SessionId);
        var shown = requests.ToArray();
        foreach (var request in shown.Skip(1))
        {
            Assert.AreEqual(50, request.LastZxidSeen);
            Assert.AreEqual(request.ReadOnly == true ? 0 : Session, request.SessionId);
        }

        Assert.HasCount(1, shown.Where(request => request.ReadOnly == true));
        Assert.AreEqual(0, shown[0].SessionId);
    }

    [TestMethod]
    public async Task Session_QuorumStaysLost_EndsWhileTheReadOnlyServerServes()
    {
        var (time, isReadOnly, served) = (new ManualTime(), false, 0);
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (await connection.ReadHandshakeOrIsroAsync() is not { } request)
            {
                await connection.SendAsync("ro"u8.ToArray());
                return;
            }

            if (isReadOnly && request.ReadOnly == false)
            {
                return;
            }

            served += isReadOnly ? 1 : 0;
            await connection.SendAsync(isReadOnly
                ? Jute.Frame(new ConnectResponse(0, request.TimeoutMilliseconds, OwnSession, new byte[16], ReadOnly: true))
                : ScriptedConnection.Response(request, Session));
            await connection.ServeAsync(async header =>
            {
                await connection.ReplyAsync(header.Xid, connection.Zxid, ErrorCode.NoNode);
                if (!isReadOnly && header.OpCode == OpCode.Exists)
                {
                    isReadOnly = true;
                    throw new IOException("The server closes.");
                }
            });
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => (options.AllowReadOnly, options.TimeProvider) = (true, time));
        var session = await client.GetSessionAsync();
        await client.ExistsAsync("/");
        await time.AdvanceUntilAsync(() => client.State == SessionState.ConnectedReadOnly, TimeSpan.FromMilliseconds(50));
        Assert.IsFalse(session.HasEnded);

        // Each answer shows that the server is alive, so the connection lasts.
        for (var third = 0; third < 4; third++)
        {
            time.Advance(client.SessionTimeout / 3);
            await client.ExistsAsync("/");
        }

        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => session.Ended.IsCancellationRequested);
        Assert.AreEqual(1, served);
        Assert.IsNull(client.Session);
        Assert.AreEqual(SessionState.ConnectedReadOnly, client.State);
        Assert.IsNull(await client.ExistsAsync("/"));
        await Assert.ThrowsExactlyAsync<SessionExpiredException>(() => session.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task Connect_AnotherServerIsReadWrite_MovesThere()
    {
        var isRunning = false;
        await using var readOnly = ScriptedServer.Start(async connection =>
        {
            if (await connection.ReadHandshakeOrIsroAsync() is { ReadOnly: true } request)
            {
                await connection.SendAsync(Jute.Frame(new ConnectResponse(0, request.TimeoutMilliseconds, OwnSession, new byte[16], ReadOnly: true)));
                await connection.ServeAsync();
            }
        });
        await using var readWrite = ScriptedServer.Start(async connection =>
        {
            var request = await connection.ReadHandshakeOrIsroAsync();
            if (!Volatile.Read(ref isRunning))
            {
                return;
            }

            if (request is null)
            {
                await connection.SendAsync("rw"u8.ToArray());
            }
            else
            {
                await connection.SendAsync(ScriptedConnection.Response(request.Value, Session));
                await connection.ServeAsync();
            }
        });
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(
            $"{readOnly.ConnectionString},{readWrite.ConnectionString}", options => (options.AllowReadOnly, options.LoggerFactory) = (true, log));
        Assert.AreEqual(SessionState.ConnectedReadOnly, client.State);
        Volatile.Write(ref isRunning, true);

        await Eventually.TrueAsync(() => client.State == SessionState.Connected);
        var moved = log.Entries.Single(entry => entry.Id == 1011).Message;
        Assert.Contains(readOnly.ConnectionString, moved);
        Assert.Contains(readWrite.ConnectionString, moved);
    }

    [TestMethod]
    public async Task Connect_WithoutTheOption_NeverSaysThatAReadOnlyServerWillDo()
    {
        var requests = new ConcurrentQueue<ConnectRequest>();
        await using var server = ScriptedServer.Start(async connection => requests.Enqueue(await connection.ReadHandshakeAsync()));
        await using var client = TestClient.Start(server.ConnectionString);
        await Eventually.TrueAsync(() => requests.Count >= 3);
        Assert.DoesNotContain(request => request.ReadOnly != false, requests);
    }

    [TestMethod]
    public async Task Connect_ReadOnlyServerMakesNoSession_SaysWhatTheServersNeed()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (await connection.ReadHandshakeAsync() is { ReadOnly: true })
            {
                await connection.SendAsync(ScriptedConnection.Reply(xid: 0, zxid: 5, ErrorCode.NotReadOnly));
                await connection.UntilClosedAsync();
            }
        });
        await using var client = TestClient.Start(server.ConnectionString, options => options.AllowReadOnly = true);
        await Eventually.TrueAsync(() => client.ConnectFailures.Count > 0);
        Assert.Contains("it is read-only and creates no session. Since ZooKeeper 3.7, the servers need localSessionsEnabled=true for this", client.ConnectFailures.Single());
    }
}
