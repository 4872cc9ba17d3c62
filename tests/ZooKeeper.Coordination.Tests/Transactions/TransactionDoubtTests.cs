using ZooKeeper.Client;
using ZooKeeper.Coordination.Tests.Cuts;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Processes that cannot know how a transaction has ended, or that start again.</summary>
[TestClass]
public sealed class TransactionDoubtTests
{
    // The replies to a coordinator of one participant, in order: the path, the record, the vote, the decision, the deletion.
    private const int DecisionFrame = 3;

    // The replies to a participant: three of the record, the vote, and what follows.
    private const int AfterTheVote = 4;

    private static readonly TransactionOptions AtOnce = new() { RecoveryDelay = TimeSpan.Zero };

    [TestMethod]
    public async Task Coordinator_ReplyLostAndEndedByARecovery_DoesNotKnowTheOutcome()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var (one, recovery) = (new MemoryParticipant("one"), new ZooKeeperTransactions(other, "/tx", AtOnce));
        await using var way = await DyingAtTheDecisionAsync(server, ProxyDirection.ToClient);
        var running = Transactions(way, TimeSpan.FromHours(1)).RunAsync([one]);
        await way.UntilAsync(() => Task.FromResult(way.Client.State != SessionState.Connected));
        Assert.IsTrue((await recovery.RecoverAsync([one])).IsComplete);

        way.Revive();

        var error = await Assert.ThrowsExactlyAsync<TransactionInDoubtException>(() => way.DoneAsync(running));
        CollectionAssert.AreEqual(new[] { error.Id }, one.Store.Committed.ToArray());
        Assert.Contains("its record is gone now", error.Message);
    }

    [TestMethod]
    public async Task Coordinator_NoServerAnswers_DoesNotKnowTheOutcome()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var one = new MemoryParticipant("one");
        await using var way = await DyingAtTheDecisionAsync(server, ProxyDirection.ToServer);

        var error = await Assert.ThrowsExactlyAsync<TransactionInDoubtException>(() => way.DoneAsync(Transactions(way).RunAsync([one])));

        Assert.Contains("could not be written or read within 00:00:02", error.Message);
        CollectionAssert.AreEqual(new[] { error.Id }, one.Store.Prepared.ToArray());
        Assert.IsTrue((await new ZooKeeperTransactions(other, "/tx", AtOnce).RecoverAsync([one])).IsComplete);
        CollectionAssert.AreEqual(new[] { error.Id }, one.Store.RolledBack.ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Participant_EndedByARecoveryElsewhere_KnowsOnlyAnAbort(bool isCommitted)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var transactions = new ZooKeeperTransactions(other, "/tx", AtOnce);
        IReadOnlyList<long> frames;
        await using (var measured = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            var first = await transactions.BeginAsync(["one"]);
            var coordinating = transactions.RunAsync(first, []);
            frames = await measured.MeasureAsync(ProxyDirection.ToClient, () => Transactions(measured).ParticipateAsync(first, new MemoryParticipant("one")));
            await measured.DoneAsync(coordinating);
        }

        var one = new MemoryParticipant("one");
        var id = await transactions.BeginAsync(["one"]);
        await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
        await way.DieAtAsync(ProxyDirection.ToClient, frames[AfterTheVote] + 1);
        var participating = Transactions(way, TimeSpan.FromHours(1)).ParticipateAsync(id, one);
        await way.UntilAsync(() => Task.FromResult(way.Client.State != SessionState.Connected));
        if (isCommitted)
        {
            var coordinating = transactions.RunAsync(id, []);
            await Eventually.TrueAsync(async () => await transactions.FindAsync(id) is { State: TransactionState.Committed });
            await Eventually.TrueAsync(async () => (await transactions.RecoverAsync([one])).IsComplete);
            Assert.IsTrue((await coordinating.WaitAsync(SharedServer.Deadline)).IsCommitted);
        }
        else
        {
            Assert.IsTrue((await transactions.RecoverAsync([])).IsComplete, "this recovery does not reach the participant");
        }

        way.Revive();

        if (isCommitted)
        {
            await Assert.ThrowsExactlyAsync<TransactionInDoubtException>(() => way.DoneAsync(participating));
            CollectionAssert.AreEqual(new[] { id }, one.Store.Committed.ToArray());
        }
        else
        {
            Assert.IsFalse((await way.DoneAsync(participating)).IsCommitted);
            CollectionAssert.AreEqual(new[] { id }, one.Store.RolledBack.ToArray());
        }
    }

    [TestMethod]
    public async Task Participate_AbortedAndForgottenBeforeTheVote_IsAborted()
    {
        await using var client = await SharedServer.ConnectAsync();
        var one = new MemoryParticipant("one");
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), AtOnce);
        var id = await transactions.BeginAsync(["one"]);
        one.OnStep = async step => Assert.IsTrue(step != MemoryParticipant.Prepared || (await transactions.RecoverAsync([])).IsComplete);

        var result = await transactions.ParticipateAsync(id, one).WaitAsync(SharedServer.Deadline);

        Assert.IsFalse(result.IsCommitted);
        Assert.IsInstanceOfType<TimeoutException>(result.Failure);
        CollectionAssert.AreEqual(new[] { id }, one.Store.RolledBack.ToArray());
    }

    [TestMethod]
    public async Task Participate_AgainAfterADeath_DoesNotWorkTwice()
    {
        await using var client = await SharedServer.ConnectAsync();
        var dying = await SharedServer.ConnectAsync();
        var (path, one) = (SharedServer.UniquePath(), new MemoryParticipant("one"));
        var transactions = new ZooKeeperTransactions(client, path);
        var id = await transactions.BeginAsync(["one", "two"]);
        var first = new ZooKeeperTransactions(dying, path).ParticipateAsync(id, one);
        await Eventually.TrueAsync(async () => (await transactions.FindAsync(id))!.Voted.Contains("one"));
        await dying.DisposeAsync();
        await Assert.ThrowsAsync<Exception>(() => first.WaitAsync(SharedServer.Deadline));
        Assert.HasCount(1, one.Store.Prepared);

        var again = transactions.ParticipateAsync(id, one);
        var (two, go) = (new MemoryParticipant("two"), new TaskCompletionSource());
        var there = two.WaitAt(MemoryParticipant.Committing, go.Task); // so that the record stays
        var running = transactions.RunAsync(id, [two]);
        await there.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue((await again.WaitAsync(SharedServer.Deadline)).IsCommitted);

        Assert.IsTrue((await transactions.ParticipateAsync(id, one).WaitAsync(SharedServer.Deadline)).IsCommitted);
        var result = await transactions.RunAsync(id, [one]);

        Assert.IsTrue(result.IsCommitted);
        CollectionAssert.AreEqual(new[] { "two" }, result.Unfinished.ToArray());
        Assert.HasCount(1, one.Store.Committed);
        go.SetResult();
        Assert.IsEmpty((await running.WaitAsync(SharedServer.Deadline)).Unfinished);
    }

    private static async Task<CutWay> DyingAtTheDecisionAsync(ZooKeeperDevServer server, ProxyDirection direction)
    {
        IReadOnlyList<long> frames;
        await using (var measured = await CutWay.OpenAsync(server.EndPoint.Port))
        {
            await measured.DoneAsync(Transactions(measured).RunAsync([new MemoryParticipant("one")]));
            frames = await measured.MeasureAsync(direction, () => Transactions(measured).RunAsync([new MemoryParticipant("one")]));
        }

        var way = await CutWay.OpenAsync(server.EndPoint.Port);
        await way.DieAtAsync(direction, frames[DecisionFrame] + 1); // in the frame: the server has executed a request whose reply is cut
        return way;
    }

    private static ZooKeeperTransactions Transactions(CutWay way, TimeSpan? timeout = null) =>
        new(way.Client, "/tx", new TransactionOptions { TimeProvider = way.Time, Timeout = timeout ?? TimeSpan.FromSeconds(2) });
}
