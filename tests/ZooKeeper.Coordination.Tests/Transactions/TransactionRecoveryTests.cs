using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>What a recovery ends, and what it leaves alone.</summary>
[TestClass]
public sealed class TransactionRecoveryTests
{
    private static readonly TransactionOptions AtOnce = new() { RecoveryDelay = TimeSpan.Zero };

    [TestMethod]
    public async Task RecoveryBesideARunningTransaction_DoesNotTouchIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var (path, one, two) = (SharedServer.UniquePath(), new MemoryParticipant("one"), new MemoryParticipant("two"));
        var (transactions, recovery) = (new ZooKeeperTransactions(client, path), new ZooKeeperTransactions(other, path));
        await transactions.BeginAsync(["one"]);
        var go = new TaskCompletionSource();
        Task<TransactionResult>? running = null;

        // The recovery has read all records, and lists what is prepared only when the transaction has prepared.
        var lister = new MemoryParticipant("one", one.Store)
        {
            OnStep = async step =>
            {
                if (step != MemoryParticipant.Listing)
                {
                    return; // the recovery must not come here, but rolls back if it is wrong
                }

                var there = two.WaitAt(MemoryParticipant.Prepared, go.Task);
                running = transactions.RunAsync([one, two]);
                await there;
            },
        };
        await recovery.RecoverAsync([lister]).WaitAsync(SharedServer.Deadline);
        lister.OnStep = _ => Task.CompletedTask;
        await Eventually.TrueAsync(async () => (await transactions.ListAsync()).Any(record => record.Voted.Contains("one")));
        await recovery.RecoverAsync([lister]).WaitAsync(SharedServer.Deadline);
        Assert.IsEmpty(one.Store.RolledBack);
        go.SetResult();

        Assert.IsTrue((await running!.WaitAsync(SharedServer.Deadline)).IsCommitted);
        Assert.HasCount(1, one.Store.Committed);
        Assert.HasCount(1, two.Store.Committed);
    }

    [TestMethod]
    public async Task OneParticipantIsAwayAndARecordIsDamaged_OthersAreEnded()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (away, one) = (new MemoryParticipant("away"), new MemoryParticipant("one"));
        var logger = new RecordingLogger();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), new TransactionOptions { RecoveryDelay = TimeSpan.Zero, LoggerFactory = logger });
        var (damaged, open) = (await transactions.BeginAsync(["one"]), await transactions.BeginAsync(["one"]));
        one.Store.Prepare(damaged);
        one.Store.Prepare(open);
        await client.SetDataAsync($"{transactions.Path}/{damaged}", "committed?"u8.ToArray());
        away.FailAt(MemoryParticipant.Listing);

        var recovery = await transactions.RecoverAsync([away, one]);

        CollectionAssert.AreEqual(new[] { open }, one.Store.RolledBack.ToArray());
        CollectionAssert.AreEqual(new[] { damaged }, one.Store.Prepared.ToArray(), "nothing is concluded");
        Assert.IsFalse(recovery.IsComplete);
        Assert.AreEqual(1, recovery.Ended);
        Assert.AreEqual(TransactionState.Damaged, recovery.Remaining.Single().State);
        CollectionAssert.AreEquivalent(new[] { ("away", (TransactionId?)null), ("one", damaged) }, recovery.Failures.Select(failure => (failure.Participant, failure.Id)).ToArray());
        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => transactions.FindAsync(damaged));
        Assert.Contains($"'{transactions.Path}/{damaged}' does not contain the record of a transaction", error.Message);
        CollectionAssert.AreEquivalent(new[] { 4016, 4017, 4017 }, logger.Events.ToArray());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task ListOfOneParticipantHangs_OthersAreEnded(bool blocks)
    {
        await using var client = await SharedServer.ConnectAsync();
        var (time, away, one) = (new ManualTime(), new MemoryParticipant("away"), new MemoryParticipant("one"));
        var options = new TransactionOptions { RecoveryDelay = TimeSpan.Zero, TimeProvider = time };
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), options);
        var id = await transactions.BeginAsync(["one"]);
        one.Store.Prepare(id);
        var go = new TaskCompletionSource();
        var listing = blocks ? away.BlockAt(MemoryParticipant.Listing, go.Task) : away.WaitAt(MemoryParticipant.Listing, go.Task);
        var recovering = Task.Run(() => transactions.RecoverAsync([away, one]));
        await listing.WaitAsync(SharedServer.Deadline);

        await Eventually.TrueAsync(() => time.Awaited(options.Timeout) == 1);
        time.Advance(options.Timeout);

        var recovery = await recovering.WaitAsync(SharedServer.Deadline);
        go.SetResult();
        CollectionAssert.AreEqual(new[] { id }, one.Store.RolledBack.ToArray());
        Assert.AreEqual(("away", null), (recovery.Failures.Single().Participant, recovery.Failures[0].Id));
        Assert.IsEmpty(recovery.Remaining);
    }

    [TestMethod]
    public async Task PreparedByAnotherPathOrALostEnsemble_IsReportedAndNotRolledBack()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var one = new MemoryParticipant("one");
        var (here, there) = (new ZooKeeperTransactions(client, "/here", AtOnce), new ZooKeeperTransactions(client, "/there", AtOnce));
        var id = await there.BeginAsync(["one"]);
        one.Store.Prepare(id);

        Assert.IsFalse((await here.RecoverAsync([one])).IsComplete, "this path has no transaction yet");
        await here.BeginAsync(["one"]);
        var recovery = await here.RecoverAsync([one]);

        Assert.AreEqual(id, recovery.Failures.Single().Id);
        Assert.Contains($"{id} is not one of '/here'", recovery.Failures[0].Exception.Message);
        await server.DeleteAsync($"/there/{id}");
        await server.DeleteAsync("/there");
        await there.BeginAsync(["one"]);
        await there.RecoverAsync([one]);
        CollectionAssert.AreEqual(new[] { id }, one.Store.Prepared.ToArray(), "without its record, a path that was deleted and created again knows nothing of it");
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => there.FindAsync(id));
    }

    [TestMethod]
    public async Task CommitFailsForHours_RecordStaysUntilItIsAcknowledged()
    {
        await using var client = await SharedServer.ConnectAsync();
        var time = new FakeTimeProvider();
        var (one, away) = (new MemoryParticipant("one"), new MemoryParticipant("away"));
        away.FailAt(MemoryParticipant.Committing);
        var logger = new RecordingLogger();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), new TransactionOptions { TimeProvider = time, LoggerFactory = logger });

        var result = await transactions.RunAsync([one, away]);

        Assert.IsTrue(result.IsCommitted);
        CollectionAssert.AreEqual(new[] { 4013 }, logger.Events.ToArray());
        Assert.DoesNotContain("failed at", logger.Entries.Single().Message, "messages of participants can contain values");
        CollectionAssert.AreEqual(new[] { "away" }, result.Unfinished.ToArray());
        for (var hour = 0; hour < 5; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            var record = (await transactions.RecoverAsync([one, away])).Remaining.Single();
            CollectionAssert.AreEqual(new[] { "one" }, record.Acknowledged.ToArray());
            await transactions.RecoverAsync([one]);
        }

        away.OnStep = _ => Task.CompletedTask;
        Assert.AreEqual(1, (await transactions.RecoverAsync([away])).Ended);
        Assert.HasCount(1, away.Store.Committed);
        await transactions.RecoverAsync([]);
        Assert.HasCount(1, await transactions.ListAsync(), "its coordinator may still want to know");
        time.Advance(new TransactionOptions().RecoveryDelay);
        Assert.IsTrue((await transactions.RecoverAsync([])).IsComplete);
    }

    [TestMethod]
    public async Task TwoRecoveriesAtOnce_EndAllAlike()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var recoveries = new[] { client, other }.Select(each => new ZooKeeperTransactions(each, path, AtOnce)).ToArray();
        var committed = 0;
        for (var i = 0; i < 20; i++)
        {
            one.FailAt(i % 2 == 0 ? MemoryParticipant.Committing : MemoryParticipant.RollingBack);
            two.FailAt(i % 2 == 0 ? MemoryParticipant.Committing : MemoryParticipant.Prepared);
            committed += (await recoveries[0].RunAsync([one, two])).IsCommitted ? 1 : 0;
        }

        one.OnStep = two.OnStep = async _ => await Task.Yield();
        var results = await Task.WhenAll(recoveries.Select(recovery => Task.Run(() => recovery.RecoverAsync([one, two])))).WaitAsync(SharedServer.Deadline);

        Assert.AreEqual(10, committed);
        Assert.IsTrue(results.All(result => result.Failures.Count == 0));
        Assert.IsTrue((await recoveries[1].RecoverAsync([one, two])).IsComplete);
        Assert.HasCount(10, one.Store.Committed);
        CollectionAssert.AreEquivalent(one.Store.Committed.ToArray(), two.Store.Committed.ToArray());
        CollectionAssert.AreEquivalent(one.Store.RolledBack.ToArray(), two.Store.RolledBack.ToArray());
    }

    [TestMethod]
    public async Task DecisionOnAServerThatLags_IsReadAfterASync()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var one = new MemoryParticipant("one");
        var transactions = new ZooKeeperTransactions(client, "/tx", AtOnce);
        var id = await transactions.BeginAsync(["one"]);
        const int Sync = 9;
        proxy.ResetCounters();

        await transactions.FindAsync(id);
        Assert.AreEqual(1, proxy.Requests[Sync]);
        one.Store.Prepare(id);
        one.OnStep = _ =>
        {
            proxy.ResetCounters(); // what was synced before the list does not count
            return Task.CompletedTask;
        };
        var reads = -1L;
        var lister = new MemoryParticipant("one", one.Store) { OnStep = step => step == MemoryParticipant.RollingBack ? Task.FromResult(reads = proxy.Requests[Sync]) : one.OnStep(step) };
        await transactions.RecoverAsync([lister]);

        Assert.IsGreaterThan(0, reads);
    }

    [TestMethod]
    public async Task RecoveryBeforeItsDelay_LeavesAnOpenTransaction()
    {
        await using var client = await SharedServer.ConnectAsync();
        var time = new FakeTimeProvider();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), new TransactionOptions { TimeProvider = time });
        var id = await transactions.BeginAsync(["one"]);
        time.Advance(TimeSpan.FromHours(1)); // before this process has seen it

        Assert.AreEqual(TransactionState.Open, (await transactions.RecoverAsync([])).Remaining.Single().State);
        time.Advance(new TransactionOptions().RecoveryDelay - TimeSpan.FromTicks(1));
        Assert.AreEqual(TransactionState.Open, (await transactions.RecoverAsync([])).Remaining.Single().State);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.AreEqual(TransactionState.Aborted, (await transactions.RecoverAsync([])).Remaining.Single().State);
        Assert.AreEqual(TransactionState.Aborted, await transactions.AbortAsync(id));
    }
}
