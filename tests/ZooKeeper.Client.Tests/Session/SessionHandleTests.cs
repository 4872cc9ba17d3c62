using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class SessionHandleTests
{
    private static readonly TimeSpan Granted = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task TimeLeft_CountsFromTheSendingOfTheLastAnsweredRequest()
    {
        var (time, arrived, reply) = (new ManualTime(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (header, _) = await connection.ReadRequestAsync();
            arrived.SetResult();
            await reply.Task;
            await connection.ReplyAsync(header.Xid, 1, ErrorCode.NoNode);
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options =>
        {
            options.TimeProvider = time;
            options.SessionTimeout = Granted;
        });
        var session = await client.GetSessionAsync();
        Assert.AreSame(session, client.Session);
        Assert.AreEqual(client.SessionId, session.Id);
        Assert.AreEqual(Granted * 0.99, session.TimeLeft);
        time.Advance(TimeSpan.FromSeconds(5));
        var read = client.ExistsAsync("/a");
        await arrived.Task.WaitAsync(TestClient.Deadline);
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.AreEqual((Granted * 0.99) - TimeSpan.FromSeconds(9), session.TimeLeft);
        reply.SetResult();
        await read.WaitAsync(TestClient.Deadline);

        Assert.AreEqual((Granted * 0.99) - TimeSpan.FromSeconds(4), session.TimeLeft);
    }

    [TestMethod]
    public async Task Ended_CallbackThrows_IsLoggedAndOthersRun()
    {
        using var log = new RecordingLogger();
        await using var away = await Away.ConnectAsync(options => options.LoggerFactory = log);
        var (client, called) = (away.Client, new TaskCompletionSource());
        var session = await client.GetSessionAsync();
        using var first = session.Ended.Register(() => called.SetResult());
        using var last = session.Ended.Register(() => throw new InvalidOperationException("a defect of the application"));

        await away.WhileAwayAsync(() => RawSession.ExpireAsync(SharedServer.Server.Port, session.Id, client.SessionPassword.ToArray()));

        await called.Task.WaitAsync(TestClient.Deadline);
        await Eventually.TrueAsync(() => log.Entries.Any(entry => entry.Id == 1013 && entry.Message.Contains("a defect of the application", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Requests_OfASessionThatHasExpired_FailAndDoNotCrossToTheNext()
    {
        await using var away = await Away.ConnectAsync();
        var (client, path) = (away.Client, SharedServer.UniquePath());
        var session = await client.GetSessionAsync();
        await session.CreateAsync(path, [1]);
        var ended = new TaskCompletionSource();
        using var registration = session.Ended.Register(() => ended.SetResult());
        var states = client.RecordStates();
        await away.WhileAwayAsync(() => RawSession.ExpireAsync(SharedServer.Server.Port, session.Id, client.SessionPassword.ToArray()));
        await states.NextAsync(state => state == SessionState.Connected);

        await ended.Task.WaitAsync(TestClient.Deadline);
        Assert.IsTrue(session.HasEnded);
        Assert.AreEqual(TimeSpan.Zero, session.TimeLeft);
        var expired = await Assert.ThrowsExactlyAsync<SessionExpiredException>(() => session.SetDataAsync(path, [2]));
        Assert.IsFalse(expired.IsOutcomeUnknown);
        await Assert.ThrowsExactlyAsync<SessionExpiredException>(() => session.ExistsAndWatchAsync(path));
        var next = await client.GetSessionAsync();
        Assert.AreNotEqual(session.Id, next.Id);
        await next.SetDataAsync(path, [3], version: 0);
    }

    [TestMethod]
    public async Task Dispose_OfTheClient_EndsTheSession()
    {
        var client = await SharedServer.ConnectAsync();
        var session = await client.GetSessionAsync();
        await client.DisposeAsync();

        await Eventually.TrueAsync(() => session.Ended.IsCancellationRequested);
        Assert.IsNull(client.Session);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => client.GetSessionAsync());
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => session.ExistsAsync("/"));
    }

    [TestMethod]
    public async Task CreateEphemeral_OverTheLimitOfASession_IsRefusedWithTheReason()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(options => options.MaxEphemeralBytes = 3 * (path.Length + 10));
        await using var other = await SharedServer.ConnectAsync();
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/1", mode: CreateMode.Ephemeral);
        await client.MultiAsync(new Multi().Create(path + "/2", null, CreateMode.Ephemeral).Create(path + "/persistent", null));
        await client.CreateAsync(path + "/3", mode: CreateMode.Ephemeral);

        var refused = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync(path + "/4", mode: CreateMode.EphemeralSequential));
        Assert.AreEqual(ErrorCode.QuotaExceeded, refused.ErrorCode);
        Assert.Contains("jute.maxbuffer", refused.Message);
        await client.CreateAsync(path + "/persistent2");
        await client.DeleteAsync(path + "/1");
        await client.CreateAsync(path + "/5", mode: CreateMode.Ephemeral);
        await other.DeleteAsync(path + "/2");
        await client.SyncAsync();
        await client.CreateAsync(path + "/6", mode: CreateMode.Ephemeral);
    }

    [TestMethod]
    public async Task Multi_OfEphemeralZnodesWithUnknownOutcome_CountsThemOnlyUntilTheyAreGone()
    {
        var path = SharedServer.UniquePath();
        await using var away = await Away.ConnectAsync(options => options.MaxEphemeralBytes = path.Length + 10);
        var client = away.Client;
        await client.CreateAsync(path);
        away.Proxy.Delay = TimeSpan.FromHours(1);
        var lost = client.MultiAsync(new Multi().Create(path + "/1", null, CreateMode.Ephemeral));
        await away.WhileAwayAsync(async () =>
        {
            var loss = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => lost.WaitAsync(TestClient.Deadline));
            Assert.IsTrue(loss.IsOutcomeUnknown);
            away.Proxy.Delay = TimeSpan.Zero;
        });
        await away.Other.DeleteSubtreeAsync(path);
        await client.SyncAsync();

        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
    }

    [TestMethod]
    public async Task CreateEphemeral_OverTheLimitOnAServerThatCannotListThem_IsRefusedWithTheReason()
    {
        var asked = 0;
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (header, _) = await connection.ReadRequestAsync();
            asked += header.OpCode == OpCode.GetEphemerals ? 1 : 0;
            await connection.ReplyAsync(header.Xid, 1, ErrorCode.Unimplemented);
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.MaxEphemeralBytes = 1);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var refused = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync("/a", mode: CreateMode.Ephemeral).WaitAsync(TestClient.Deadline));
            Assert.AreEqual(ErrorCode.QuotaExceeded, refused.ErrorCode);
        }

        Assert.AreEqual(1, asked);
    }

    [TestMethod]
    public async Task CreateEphemeral_WhileThereIsNoSession_CountsInTheOneThatItGets()
    {
        var path = SharedServer.UniquePath();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        proxy.RefuseConnections = true;
        await using var client = TestClient.Start(proxy.ConnectionString, options => options.MaxEphemeralBytes = path.Length + 10);
        var created = client.CreateAsync(path, mode: CreateMode.Ephemeral);
        proxy.RefuseConnections = false;
        await created.WaitAsync(TestClient.Deadline);

        var refused = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync(path + "2", mode: CreateMode.Ephemeral));
        Assert.AreEqual(ErrorCode.QuotaExceeded, refused.ErrorCode);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task CreateEphemeral_SeveralWhileThereIsNoSession_AreLimitedInTheOneThatTheyGet(bool inMulti)
    {
        var path = SharedServer.UniquePath();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        proxy.RefuseConnections = true;
        await using var client = TestClient.Start(proxy.ConnectionString, options => options.MaxEphemeralBytes = path.Length + 10);
        var (first, second) = (CreateAsync(path), CreateAsync(path + "2"));
        proxy.RefuseConnections = false;
        await first.WaitAsync(TestClient.Deadline);

        var refused = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => second.WaitAsync(TestClient.Deadline));
        Assert.AreEqual(ErrorCode.QuotaExceeded, refused.ErrorCode);
        Assert.IsFalse(refused.IsOutcomeUnknown);
        Assert.Contains("jute.maxbuffer", refused.Message);
        Assert.IsNull(await client.ExistsAsync(path + "2"));
        await client.DeleteAsync(path);
        await CreateAsync(path + "3").WaitAsync(TestClient.Deadline);

        async Task CreateAsync(string created)
        {
            await (inMulti ? client.MultiAsync(new Multi().Create(created, null, CreateMode.Ephemeral)) : (Task)client.CreateAsync(created, mode: CreateMode.Ephemeral));
        }
    }
}
