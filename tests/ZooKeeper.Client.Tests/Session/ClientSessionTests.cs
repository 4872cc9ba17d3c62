using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ClientSessionTests
{
    [TestMethod]
    public async Task Observer_ThatThrows_CostsConnectionsAndNotTheClient()
    {
        await using var session = Create();
        var observer = new FaultyObserver(faults: 3);
        session.Attach(observer);
        session.Start();
        await observer.Recovered.WaitAsync(TestClient.Deadline);
        Assert.AreEqual(ErrorCode.Ok, (await ExistsAsync(session)).Error);
    }

    [TestMethod]
    public async Task Observers_SeeTheConnectionFirst_ThenEachReplyInOrder()
    {
        await using var session = Create();
        var observer = new FaultyObserver(faults: 0);
        session.Attach(observer);
        session.Start();
        for (var i = 0; i < 10; i++)
        {
            await ExistsAsync(session);
        }

        lock (session.Observers.Gate)
        {
            Assert.IsGreaterThanOrEqualTo(10, observer.Zxids.Count);
            CollectionAssert.AreEqual(observer.Zxids.Order().ToArray(), observer.Zxids.ToArray());
            Assert.IsTrue(observer.Drained);
        }
    }

    [TestMethod]
    public async Task Attach_WhileConnected_TellsOfTheConnectionAtOnce()
    {
        await using var session = Create();
        session.Start();
        await session.FirstConnection.WaitAsync(TestClient.Deadline);
        var observer = new FaultyObserver(faults: 0);
        session.Attach(observer);
        Assert.IsTrue(observer.Recovered.IsCompletedSuccessfully);
    }

    [TestMethod]
    public async Task Request_ThatCannotBeEncoded_FailsAloneAndLeavesTheStreamIntact()
    {
        await using var session = Create();
        session.Start();
        await session.FirstConnection.WaitAsync(TestClient.Deadline);
        var requests = Enumerable.Range(0, 2000).Select(i => i % 10 == 0 ? new UnencodableRequest() : Exists()).ToArray();
        Array.ForEach(requests, session.Send);
        foreach (var request in requests)
        {
            var answer = request.WaitAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);
            if (request is UnencodableRequest)
            {
                var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => answer);
                Assert.Contains("no room", exception.Message);
                Assert.AreEqual("/bad", exception.Path);
            }
            else
            {
                Assert.AreEqual(ErrorCode.Ok, (await answer).Error);
            }
        }

        Assert.AreEqual(SessionState.Connected, session.State);
    }

    [TestMethod]
    public async Task Request_MadeWhenALossIsReported_WaitsForTheNextConnection()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (header, _) = await connection.ReadRequestAsync();
            if (connection.Number > 1)
            {
                await connection.ReplyAsync(header.Xid, 1, ErrorCode.NoNode);
                await connection.UntilClosedAsync();
            }
        });
        await using var session = Create(server.ConnectionString);
        session.Start();
        var second = Exists();
        session.Send(new RequestWithASuccessor(session, second));
        Assert.AreEqual(ErrorCode.NoNode, (await second.WaitAsync(CancellationToken.None).WaitAsync(TestClient.Deadline)).Error);
    }

    private static ClientSession Create() => Create(SharedServer.ConnectionString);

    private static ClientSession Create(string connectionString)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = connectionString };
        return new ClientSession(ConnectString.Parse(options.ConnectionString), options, NullLogger.Instance);
    }

    private static PendingReply<ReadRequest, StatReply> Exists() => new(OpCode.Exists, "/", new ReadRequest("/", Watch: false));

    private static Task<Reply<StatReply>> ExistsAsync(ClientSession session)
    {
        var request = Exists();
        session.Send(request);
        return request.WaitAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);
    }

    private sealed class UnencodableRequest() : PendingReply<ReadRequest, StatReply>(OpCode.Exists, "/bad", default)
    {
        public override void WriteBody(JuteWriter writer)
        {
            writer.WriteLong(0);
            throw new InvalidOperationException("There is no room.");
        }
    }

    private sealed class RequestWithASuccessor(ClientSession session, PendingRequest successor)
        : PendingReply<ReadRequest, StatReply>(OpCode.Exists, "/", new ReadRequest("/", Watch: false))
    {
        public override void OnFailure(ZooKeeperException cause) => session.Send(successor);
    }

    private sealed class FaultyObserver(int faults) : SessionObserver
    {
        private readonly TaskCompletionSource _recovered = new();
        private int _faults = faults;

        public Task Recovered => _recovered.Task;

        public List<long> Zxids { get; } = [];

        public bool Drained { get; private set; }

        public override void OnConnected(Connection connection, bool isNewSession)
        {
            if (_faults-- > 0)
            {
                throw new InvalidOperationException("a bug in an observer");
            }

            _recovered.TrySetResult();
        }

        public override void OnReply(long zxid)
        {
            Assert.IsTrue(Recovered.IsCompleted);
            Zxids.Add(zxid);
        }

        public override void OnDrained() => Drained = true;
    }
}
