using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>What a transaction over several participants does.</summary>
[TestClass]
public sealed class ZooKeeperTransactionsTests
{
    [TestMethod]
    public async Task Run_AllPrepare_IsCommittedInAllAndLeavesNoRecord()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, one, two) = (SharedServer.UniquePath(), new MemoryParticipant("one"), new MemoryParticipant("two"));
        var transactions = new ZooKeeperTransactions(client, path);

        var result = await transactions.RunAsync([one, two]).WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(result.IsCommitted);
        Assert.IsEmpty(result.Unfinished);
        Assert.IsNull(result.Failure);
        CollectionAssert.AreEqual(new[] { result.Id }, one.Store.Committed.ToArray());
        CollectionAssert.AreEqual(new[] { result.Id }, two.Store.Committed.ToArray());
        Assert.IsEmpty(await transactions.ListAsync());
        Assert.IsNull(await transactions.FindAsync(result.Id));
    }

    [TestMethod]
    public async Task Run_AParticipantFails_IsAbortedInAllAndTellsWhy()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        two.FailAt(MemoryParticipant.Preparing);
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());

        var result = await transactions.RunAsync([one, two]).WaitAsync(SharedServer.Deadline);

        Assert.IsFalse(result.IsCommitted);
        Assert.AreEqual("failed at preparing", result.Failure?.Message);
        CollectionAssert.AreEqual(new[] { result.Id }, one.Store.RolledBack.ToArray());
        Assert.IsEmpty(two.Store.Prepared);
        Assert.IsEmpty(await transactions.ListAsync());
    }

    [TestMethod]
    public async Task Run_FailureAfterThePreparation_RollsBackThatParticipant()
    {
        await using var client = await SharedServer.ConnectAsync();
        var one = new MemoryParticipant("one");
        one.FailAt(MemoryParticipant.Prepared); // as if the reply of a database were lost

        var result = await new ZooKeeperTransactions(client, SharedServer.UniquePath()).RunAsync([one]).WaitAsync(SharedServer.Deadline);

        Assert.IsFalse(result.IsCommitted);
        Assert.HasCount(1, one.Store.RolledBack);
    }

    [TestMethod]
    public async Task Run_TwoParticipants_TakesFiveRoundTripsAndFiveWrites()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        var transactions = new ZooKeeperTransactions(client, "/tx");
        await transactions.RunAsync([new MemoryParticipant("one")]);
        proxy.ResetCounters();

        await transactions.RunAsync([new MemoryParticipant("one"), new MemoryParticipant("two")]);

        // One after the other: the path, the record, both votes, the decision, the deletion.
        var (getData, create, multi) = (4, 15, 14);
        Assert.AreEqual(1, proxy.Requests[getData]);
        Assert.AreEqual(1, proxy.Requests[create]);
        Assert.AreEqual(4, proxy.Requests[multi]);
        Assert.AreEqual(6, proxy.RequestCount);
    }

    [TestMethod]
    public async Task Participate_InOtherProcesses_AllEndAlike()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var second = await SharedServer.ConnectAsync();
        var (path, one, two) = (SharedServer.UniquePath(), new MemoryParticipant("one"), new MemoryParticipant("two"));
        var (coordinator, other) = (new ZooKeeperTransactions(client, path), new ZooKeeperTransactions(second, path));
        foreach (var isFailing in new[] { false, true })
        {
            if (isFailing)
            {
                two.FailAt(MemoryParticipant.Preparing);
            }

            var id = await coordinator.BeginAsync(["one", "two"]);
            var running = coordinator.RunAsync(id, [one]);
            var ended = await other.ParticipateAsync(id, two).WaitAsync(SharedServer.Deadline);
            var result = await running.WaitAsync(SharedServer.Deadline);

            Assert.AreEqual(!isFailing, ended.IsCommitted);
            Assert.AreEqual(!isFailing, result.IsCommitted);
            Assert.IsEmpty(result.Unfinished);
            Assert.AreEqual(!isFailing, one.Store.Committed.Contains(id));
            Assert.AreEqual(!isFailing, two.Store.Committed.Contains(id));
            Assert.IsEmpty(one.Store.Prepared);
        }

        Assert.IsFalse((await coordinator.RecoverAsync([])).IsComplete, "others may still read an aborted record");
        Assert.IsTrue((await new ZooKeeperTransactions(client, path, new TransactionOptions { RecoveryDelay = TimeSpan.Zero }).RecoverAsync([])).IsComplete);
    }

    [TestMethod]
    public async Task Participate_ListHangsAndCallIsCancelled_Ends()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (transactions, one) = (new ZooKeeperTransactions(client, SharedServer.UniquePath()), new MemoryParticipant("one"));
        var unknown = (await transactions.BeginAsync(["one"])) with { Number = Guid.NewGuid() };
        var listing = one.WaitAt(MemoryParticipant.Listing, new TaskCompletionSource().Task);
        using var end = new CancellationTokenSource();
        var participating = transactions.ParticipateAsync(unknown, one, end.Token);
        await listing.WaitAsync(SharedServer.Deadline);

        await end.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => participating.WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task Participate_StrangerOrUnknownTransaction_IsRefused()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (transactions, one) = (new ZooKeeperTransactions(client, SharedServer.UniquePath()), new MemoryParticipant("one"));
        var id = await transactions.BeginAsync(["two"]);

        var stranger = await Assert.ThrowsExactlyAsync<ArgumentException>(() => transactions.ParticipateAsync(id, one));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => transactions.RunAsync(id, [one]));
        var unknown = id with { Number = Guid.NewGuid() };
        await Assert.ThrowsExactlyAsync<TransactionInDoubtException>(() => transactions.ParticipateAsync(unknown, one));
        await Assert.ThrowsExactlyAsync<TransactionInDoubtException>(() => transactions.RunAsync(unknown, [one]));

        Assert.Contains("'one' is not a participant", stranger.Message);
        Assert.IsEmpty(one.Store.Prepared);
        Assert.IsEmpty(one.Store.RolledBack, "nothing was prepared");
    }

    [TestMethod]
    public async Task Run_Cancelled_IsAbortedInAll()
    {
        await using var client = await SharedServer.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var cancelled = new TaskCompletionSource();
        var there = two.WaitAt(MemoryParticipant.Prepared, cancelled.Task);
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());
        var running = transactions.RunAsync([one, two], cancellation.Token);
        await there.WaitAsync(SharedServer.Deadline);

        await cancellation.CancelAsync();
        cancelled.SetResult();

        await Assert.ThrowsAsync<OperationCanceledException>(() => running.WaitAsync(SharedServer.Deadline));
        Assert.HasCount(1, one.Store.RolledBack);
        await Eventually.TrueAsync(() => two.Store.RolledBack.Count == 1);
        Assert.IsEmpty(await transactions.ListAsync());
    }

    [TestMethod]
    public async Task Run_CancelledAfterTheDecision_IsCommitted()
    {
        await using var client = await SharedServer.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var one = new MemoryParticipant("one") { OnStep = step => step == MemoryParticipant.Committing ? cancellation.CancelAsync() : Task.CompletedTask };

        var result = await new ZooKeeperTransactions(client, SharedServer.UniquePath()).RunAsync([one], cancellation.Token).WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(result.IsCommitted);
    }

    [TestMethod]
    public async Task Run_WithAChrootAndAnAcl_WorksBelowBoth()
    {
        await using var parent = await SharedServer.ConnectAsync();
        var chroot = SharedServer.UniquePath();
        await parent.CreateAsync(chroot);
        await using var client = await ZooKeeperClient.ConnectAsync(SharedServer.Server.ConnectionString + chroot);
        await client.AddAuthAsync("digest", "user:password"u8.ToArray());
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var transactions = new ZooKeeperTransactions(client, "/tx", new TransactionOptions { Acl = Acl.Creator, RecoveryDelay = TimeSpan.Zero });
        two.FailAt(MemoryParticipant.Committing);
        var result = await transactions.RunAsync([one, two]).WaitAsync(SharedServer.Deadline);
        CollectionAssert.AreEqual(new[] { "two" }, result.Unfinished.ToArray());

        var record = await transactions.FindAsync(result.Id);
        Assert.AreEqual(TransactionState.Committed, record?.State);
        foreach (var path in (string[])["", $"/{result.Id}", $"/{result.Id}/vote-one", $"/{result.Id}/done-one"])
        {
            await Assert.ThrowsExactlyAsync<NoAuthException>(() => parent.GetDataAsync($"{chroot}/tx{path}"));
        }

        two.OnStep = _ => Task.CompletedTask;
        Assert.IsTrue((await transactions.RecoverAsync([one, two])).IsComplete);
        Assert.HasCount(1, two.Store.Committed);
    }
}
