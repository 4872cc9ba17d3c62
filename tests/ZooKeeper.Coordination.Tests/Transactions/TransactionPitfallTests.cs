using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>What users of other transaction managers suffered. It must not happen here.</summary>
[TestClass]
public sealed class TransactionPitfallTests
{
    private static readonly TransactionOptions AtOnce = new() { RecoveryDelay = TimeSpan.Zero };

    // Orleans: a cancellation came before the preparation that was in flight, which then stayed prepared. Greenplum: orphans of segments that were slow to prepare.
    [TestMethod]
    public async Task ParticipantVotesAfterTheAbort_RollsItselfBack()
    {
        await using var client = await SharedServer.ConnectAsync();
        var time = new FakeTimeProvider();
        var (one, slow) = (new MemoryParticipant("one"), new MemoryParticipant("slow"));
        var late = new TaskCompletionSource();
        var there = slow.WaitAt(MemoryParticipant.Preparing, late.Task);
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), new TransactionOptions { TimeProvider = time });
        var running = transactions.RunAsync([one, slow]);
        await there.WaitAsync(SharedServer.Deadline);

        await UntilAsync(time, () => running.IsCompleted);

        var result = await running;
        Assert.IsFalse(result.IsCommitted);
        Assert.IsInstanceOfType<TimeoutException>(result.Failure);
        CollectionAssert.AreEqual(new[] { "slow" }, result.Unfinished.ToArray());
        late.SetResult();
        await Eventually.TrueAsync(() => slow.Store.RolledBack.Count == 1);
        Assert.HasCount(1, one.Store.RolledBack);
        Assert.IsTrue((await transactions.ListAsync()).All(record => record.State == TransactionState.Aborted));
    }

    // Citus: recovery collected what is pending, and ended transactions that were only beginning.
    // Bitronix: one transaction that could not be ended prevented the start. Narayana: a resource that is away must not delay the others.
    // Narayana: recovery must not end transactions of another manager that uses the same database.
    // Many: records of commits were removed too early, and a participant that was away for long was rolled back by presumption.
    // Narayana: two recovery managers met, and one reported a heuristic outcome for what the other one had ended.
    // ScalarDB: a recovery aborted while the coordinator committed, and both succeeded.
    [TestMethod]
    public async Task AbortAndCommitAtOnce_HaveOneOutcome()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var (transactions, recovery) = (new ZooKeeperTransactions(client, path), new ZooKeeperTransactions(other, path, AtOnce));
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        for (var i = 0; i < 20; i++)
        {
            var aborting = Task.CompletedTask;
            two.OnStep = step =>
            {
                aborting = step == MemoryParticipant.Prepared ? Task.Run(() => recovery.RecoverAsync([])) : aborting;
                return Task.CompletedTask;
            };
            var result = await transactions.RunAsync([one, two]).WaitAsync(SharedServer.Deadline);
            await aborting.WaitAsync(SharedServer.Deadline);

            Assert.AreEqual(result.IsCommitted, one.Store.Committed.Contains(result.Id));
            Assert.AreEqual(result.IsCommitted, two.Store.Committed.Contains(result.Id));
        }

        Assert.IsEmpty(one.Store.Prepared);
        Assert.IsEmpty(two.Store.Prepared);
    }

    // A committed record that a server does not have yet would count as aborted.
    [TestMethod]
    public async Task AVoteIsGone_IsNotCommitted()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());
        two.OnStep = async step =>
        {
            if (step == MemoryParticipant.Prepared)
            {
                await Eventually.TrueAsync(async () => (await transactions.ListAsync()).Single().Voted.Contains("one"));
                await other.DeleteAsync($"{transactions.Path}/{one.Store.Prepared[0]}/vote-one");
            }
        };

        var result = await transactions.RunAsync([one, two]).WaitAsync(SharedServer.Deadline);

        Assert.IsFalse(result.IsCommitted);
        Assert.HasCount(1, one.Store.RolledBack);
        Assert.HasCount(1, two.Store.RolledBack);
        Assert.IsEmpty(await transactions.ListAsync());
    }

    [TestMethod]
    [DataRow(false, 4015)]
    [DataRow(true, 4014)]
    public async Task ClientIsDisposedAfterTheDecision_IsCommittedAndTheRestIsLogged(bool isFailing, int logged)
    {
        await using var other = await SharedServer.ConnectAsync();
        var client = await SharedServer.ConnectAsync();
        var (path, one, two, logger) = (SharedServer.UniquePath(), new MemoryParticipant("one"), new MemoryParticipant("two"), new RecordingLogger());
        one.OnStep = step => step == MemoryParticipant.Committing ? client.DisposeAsync().AsTask() : Task.CompletedTask;
        if (isFailing)
        {
            two.FailAt(MemoryParticipant.Committing);
        }

        var result = await new ZooKeeperTransactions(client, path, new TransactionOptions { LoggerFactory = logger }).RunAsync([one, two]).WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(result.IsCommitted);
        Assert.Contains(logged, logger.Events);
        one.OnStep = two.OnStep = _ => Task.CompletedTask;
        Assert.IsTrue((await new ZooKeeperTransactions(other, path, AtOnce).RecoverAsync([one, two])).IsComplete);
        Assert.HasCount(1, two.Store.Committed);
    }

    private static Task UntilAsync(FakeTimeProvider time, Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    });
}
