using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ExpiryTests
{
    [TestMethod]
    public async Task Expired_ANewSessionFollows_WithIdentitiesAndWatches()
    {
        await using var away = await Away.ConnectAsync(options => options.DigestIdentities.Add(new DigestIdentity("me", "pw")));
        var (client, other) = (away.Client, away.Other);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [1], acl: [Acl.Digest(Permissions.All, "me", "pw"), new Acl(Permissions.Read | Permissions.Create, "world", "anyone")]);
        await client.CreateAsync(path + "/ephemeral", mode: CreateMode.Ephemeral);
        await client.CreateAsync(path + "/data");
        var (missed, recursive) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.GetDataAsync(path + "/data", missed.Add);
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);
        var (oldId, oldZxid) = (client.SessionId, client.LastZxid);
        var states = client.RecordStates();

        await away.WhileAwayAsync(async () =>
        {
            await RawSession.ExpireAsync(SharedServer.Server.Port, oldId, client.SessionPassword.ToArray());
            await other.SetDataAsync(path + "/data", [1]);
        });

        CollectionAssert.AreEqual(
            new[] { SessionState.Disconnected, SessionState.Expired, SessionState.Connected }, await states.NextAsync(3));
        Assert.AreNotEqual(oldId, client.SessionId);
        Assert.IsGreaterThanOrEqualTo(oldZxid, client.LastZxid);
        Assert.IsNull(await client.ExistsAsync(path + "/ephemeral"));
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await missed.NextAsync()).Type);
        await client.SetDataAsync(path, [2]);
        await recursive.NextAsync(watchedEvent => watchedEvent is { Type: WatchEventType.NodeDataChanged } && watchedEvent.Path == path);
    }

    [TestMethod]
    public async Task Expired_WhileAnAttemptFails_IsNoDefect()
    {
        var lost = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync(newSessionId: connection.Number);
            if (connection.Number == 1)
            {
                await lost.Task;
                return;
            }

            await connection.ServeAsync();
        });
        var (time, log, failures) = (new ManualTime(), new RecordingLogger(), 0);
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options =>
        {
            (options.TimeProvider, options.LoggerFactory) = (time, log);
            options.DigestIdentitiesProvider = _ =>
            {
                if (lost.Task.IsCompleted && Interlocked.Increment(ref failures) == 1)
                {
                    time.Advance(TimeSpan.FromMinutes(1)); // the session expires, and only then the attempt fails
                    throw new InvalidOperationException();
                }

                return new([]);
            };
        });
        lost.SetResult();

        await time.AdvanceUntilAsync(() => client.State == SessionState.Connected && client.SessionId != 1, TimeSpan.FromMilliseconds(10));

        Assert.Contains(entry => entry.Id == 1002, log.Entries);
        Assert.DoesNotContain(entry => entry.Id == 1008, log.Entries);
    }

    [TestMethod]
    public async Task Expired_CarriesTheHighestZxidOver()
    {
        var handshakes = new Recorder<ConnectRequest>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (connection.Number == 2)
            {
                handshakes.Add(await connection.AcceptAsync(timeoutMilliseconds: 0));
                return;
            }

            handshakes.Add(await connection.AcceptAsync(newSessionId: connection.Number));
            if (connection.Number == 1)
            {
                await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, 500, ErrorCode.NoNode);
                return;
            }

            connection.Zxid = 501;
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));

        // The old session with what it has seen, then a new one that does not begin in the past. (They are recorded as they are answered,
        // each by a task of its own.)
        CollectionAssert.AreEquivalent(new[] { (0L, 0L), (1L, 500L), (0L, 500L) }, (await handshakes.NextAsync(3)).Select(Brief).ToArray());
        await Eventually.TrueAsync(() => client.SessionId == 3 && client.State == SessionState.Connected);
    }

    [TestMethod]
    public async Task OutOfTouchForLong_TheSessionIsGivenUpLocally()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var (time, timeout, step) = (new ManualTime(), TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(20));
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.SessionTimeout = timeout;
            options.TimeProvider = time;
        });
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        Assert.IsGreaterThanOrEqualTo(timeout, await time.AdvanceUntilAsync(() => client.SessionId == 0, step));
        Assert.AreEqual(SessionState.Expired, client.State);

        proxy.RefuseConnections = false;
        await time.AdvanceUntilAsync(() => client.State == SessionState.Connected, step);
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task WriteQueuedWhileDisconnected_TheSessionExpires_FailsAndIsNotDoneOnTheNextSession()
    {
        // The fencing case: the holder of a lock writes while it is cut off, loses its session, and another holder writes.
        await using var away = await Away.ConnectAsync();
        var (client, other) = (away.Client, away.Other);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var (oldId, queued) = (client.SessionId, Task.CompletedTask);
        await away.WhileAwayAsync(async () =>
        {
            queued = client.SetDataAsync(path, [1]);
            await RawSession.ExpireAsync(SharedServer.Server.Port, oldId, client.SessionPassword.ToArray());
            await other.SetDataAsync(path, [2]);
        });

        var exception = await Assert.ThrowsExactlyAsync<SessionExpiredException>(() => queued.WaitAsync(TestClient.Deadline));
        Assert.AreEqual(path, exception.Path);
        Assert.Contains("was not sent", exception.Message);
        CollectionAssert.AreEqual(new byte[] { 2 }, (await client.GetDataAsync(path)).Data);
    }

    [TestMethod]
    public async Task RequestMadeAfterExpiryIsReported_GoesToTheNextSession()
    {
        await using var away = await Away.ConnectAsync();
        var client = away.Client;
        var retried = new TaskCompletionSource<Task>();
        client.StateChanged += state =>
        {
            if (state == SessionState.Expired)
            {
                retried.SetResult(client.ExistsAsync("/"));
            }
        };
        await away.WhileAwayAsync(() => RawSession.ExpireAsync(SharedServer.Server.Port, client.SessionId, client.SessionPassword.ToArray()));
        await (await retried.Task.WaitAsync(TestClient.Deadline)).WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task IdentityAddedWhileDisconnected_TheSessionExpires_GoesToTheNextSession()
    {
        await using var away = await Away.ConnectAsync();
        var client = away.Client;
        var queued = Task.CompletedTask;
        await away.WhileAwayAsync(() =>
        {
            queued = client.AddAuthAsync("digest", "me:pw"u8.ToArray());
            return RawSession.ExpireAsync(SharedServer.Server.Port, client.SessionId, client.SessionPassword.ToArray());
        });
        await queued.WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task RequestsQueuedUnderAnExpiredSession_ThatAreMadeAgainWhenTheyFail_GoToTheNextSession()
    {
        await using var away = await Away.ConnectAsync();
        var client = away.Client;
        Task[] queued = [];
        await away.WhileAwayAsync(() =>
        {
            queued = [.. Enumerable.Range(0, 20).Select(_ => ReadAgainAsync(client))];
            return RawSession.ExpireAsync(SharedServer.Server.Port, client.SessionId, client.SessionPassword.ToArray());
        });
        await Task.WhenAll(queued).WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task ServerThatAnswersWithAnotherSession_ExpiryIsReported()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            // The second connection shows session 1 and is given session 2, as if it had shown none.
            var request = await connection.ReadHandshakeAsync();
            await connection.SendAsync(ScriptedConnection.Response(request with { SessionId = 0 }, connection.Number));
            await connection.ServeAsync(header => header.OpCode == OpCode.SetData && connection.Number == 1
                ? throw new IOException("The connection is dropped without an answer.")
                : connection.ReplyAsync(header.Xid, connection.Zxid, header.OpCode == OpCode.Exists ? ErrorCode.NoNode : ErrorCode.Ok));
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var states = client.RecordStates();
        await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.SetDataAsync("/a", [1]));

        CollectionAssert.AreEqual(
            new[] { SessionState.Disconnected, SessionState.Expired, SessionState.Connected }, await states.NextAsync(3));
        Assert.AreEqual(2, client.SessionId);
        Assert.IsNull(await client.ExistsAsync("/a"));
    }

    private static async Task ReadAgainAsync(ZooKeeperClient client)
    {
        await Assert.ThrowsExactlyAsync<SessionExpiredException>(() => client.ExistsAsync("/"));
        await client.ExistsAsync("/");
    }

    private static (long SessionId, long LastZxidSeen) Brief(ConnectRequest request) => (request.SessionId, request.LastZxidSeen);
}
