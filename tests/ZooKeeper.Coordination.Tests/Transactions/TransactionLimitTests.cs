using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Limits of transactions, and what is refused.</summary>
[TestClass]
public sealed class TransactionLimitTests
{
    [TestMethod]
    public async Task Begin_InvalidNames_AreRefused()
    {
        await using var client = await SharedServer.ConnectAsync();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());
        foreach (var names in new string[][] { [], [""], ["a/b"], ["ä"], ["a b"], ["a'"], [new string('a', 101)], ["a", "a"], [.. Enumerable.Range(0, 101).Select(i => $"p{i}")] })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => transactions.BeginAsync(names));
        }

        Assert.IsEmpty(await transactions.ListAsync());
        Assert.IsNull(await client.ExistsAsync(transactions.Path), "nothing was sent");
    }

    [TestMethod]
    public async Task Run_AsManyParticipantsAsPermitted_IsCommittedAndForgotten()
    {
        await using var client = await SharedServer.ConnectAsync();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath());
        MemoryParticipant[] all = [.. Enumerable.Range(0, 100).Select(i => new MemoryParticipant($"{i:D3}{new string('p', 97)}"))];

        var result = await transactions.RunAsync(all).WaitAsync(SharedServer.Deadline);

        Assert.IsTrue(result.IsCommitted);
        Assert.IsTrue(all.All(participant => participant.Store.Committed.Count == 1));
        Assert.IsEmpty(await transactions.ListAsync());
    }

    [TestMethod]
    [DataRow(MemoryParticipant.Preparing, false)]
    [DataRow(MemoryParticipant.Committing, true)]
    public async Task Run_ParticipantBlocksItsThread_TheTimeLimitApplies(string step, bool isCommitted)
    {
        await using var client = await SharedServer.ConnectAsync();
        var (time, blocked, one, go) = (new ManualTime(), new MemoryParticipant("blocked"), new MemoryParticipant("one"), new TaskCompletionSource());
        var options = new TransactionOptions { TimeProvider = time };
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), options);
        var there = blocked.BlockAt(step, go.Task);

        var running = Task.Run(() => transactions.RunAsync([blocked, one]));
        try
        {
            await there.WaitAsync(SharedServer.Deadline);
            if (!isCommitted)
            {
                await Eventually.TrueAsync(() => one.Store.Prepared.Count == 1);
                time.Advance(options.Timeout);
            }

            // The decision is written then: its limit must not pass before. It is followed by that of the last phase.
            await Eventually.TrueAsync(() => time.Awaited(options.Timeout) == 2 && one.Store.Prepared.Count == 0);
            time.Advance(options.Timeout);

            var result = await running.WaitAsync(SharedServer.Deadline);
            Assert.AreEqual(isCommitted, result.IsCommitted);
            Assert.Contains("blocked", result.Unfinished);
            Assert.AreEqual(isCommitted ? 1 : 0, one.Store.Committed.Count, "the other participant did not wait for it");
        }
        finally
        {
            go.SetResult();
        }
    }

    [TestMethod]
    public async Task Begin_TooManyTransactions_SaysWhatToDo()
    {
        await using var client = await SharedServer.ConnectAsync();
        var transactions = new ZooKeeperTransactions(client, SharedServer.UniquePath(), new TransactionOptions { MaxTransactions = 2, RecoveryDelay = TimeSpan.Zero });
        await transactions.BeginAsync(["one"]);
        await transactions.BeginAsync(["one"]);

        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => transactions.BeginAsync(["one"]));

        Assert.Contains($"'{transactions.Path}' has the records of 2 transactions", error.Message);
        await transactions.RecoverAsync([]);
        await transactions.BeginAsync(["one"]);
    }

    [TestMethod]
    public async Task Begin_PathOfAnotherProgram_IsRefused()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, "something else"u8.ToArray());

        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => new ZooKeeperTransactions(client, path).BeginAsync(["one"]));

        Assert.Contains($"'{path}' has data of another program (14 bytes)", error.Message);
    }

    [TestMethod]
    public void TransactionId_Text_IsReadBackAndNothingElseIs()
    {
        var id = new TransactionId(Guid.NewGuid(), Guid.NewGuid());

        Assert.AreEqual(65, id.ToString().Length);
        Assert.AreEqual(id, TransactionId.Parse($"{id}"));
        foreach (var text in new[] { null, "", "x", $"{id}0", $"{id}".ToUpperInvariant(), $"{id}".Replace('-', '_'), $"{Guid.NewGuid()}" })
        {
            Assert.IsFalse(TransactionId.TryParse(text, out _));
        }

        Assert.ThrowsExactly<FormatException>(() => TransactionId.Parse("x"));
    }
}
