using ZooKeeper.Client;
using ZooKeeper.Coordination.Tests.Cuts;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>The connection is cut before each frame: before a request reaches the server, or after the server has executed it and before its reply arrives. Nothing may differ.</summary>
[TestClass]
public sealed class TransactionCutTests
{
    [TestMethod]
    [DataRow(false, ProxyDirection.ToServer)]
    [DataRow(false, ProxyDirection.ToClient)]
    [DataRow(true, ProxyDirection.ToServer)]
    [DataRow(true, ProxyDirection.ToClient)]
    public Task Coordinator_CutAtEachFrame_EndsAsIfNothingHadHappened(bool isFailing, ProxyDirection direction) => CutAsync(direction, async (way, _) =>
    {
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        if (isFailing)
        {
            two.FailAt(MemoryParticipant.Prepared);
        }

        var result = await way.DoneAsync(Transactions(way).RunAsync([one, two]));

        AssertEnded(result, !isFailing, one, two);
    });

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public Task Participant_CutAtEachFrame_EndsAsIfNothingHadHappened(ProxyDirection direction) => CutAsync(direction, async (way, other) =>
    {
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var coordinator = new ZooKeeperTransactions(other, "/tx");
        var id = await coordinator.BeginAsync(["one", "two"]);
        var running = coordinator.RunAsync(id, [one]);

        var ended = await way.DoneAsync(Transactions(way).ParticipateAsync(id, two));
        var result = await way.DoneAsync(running);

        Assert.IsTrue(ended.IsCommitted);
        AssertEnded(result, isCommitted: true, one, two);
    });

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public Task Recovery_CutAtEachFrame_EndsAll(ProxyDirection direction) => CutAsync(direction, async (way, other) =>
    {
        var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
        var before = new ZooKeeperTransactions(other, "/tx");
        two.FailAt(MemoryParticipant.Committing);
        var committed = await before.RunAsync([one, two]);
        two.OnStep = _ => Task.CompletedTask;
        var open = await before.BeginAsync(["one", "two"]);
        one.Store.Prepare(open);

        var recovery = await way.DoneAsync(Transactions(way).RecoverAsync([one, two]));

        Assert.IsTrue(recovery.IsComplete);
        CollectionAssert.AreEqual(new[] { committed.Id }, two.Store.Committed.ToArray());
        CollectionAssert.AreEqual(new[] { open }, one.Store.RolledBack.ToArray());
    });

    // Dies: the connection is cut, and there is no other one.
    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task Coordinator_DiesAtEachFrame_RecoveryEndsAllAlike(ProxyDirection direction)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var recovering = new ZooKeeperTransactions(other, "/tx", new TransactionOptions { RecoveryDelay = TimeSpan.Zero });
        await recovering.RecoverAsync([]);
        var outcomes = new HashSet<bool>();
        foreach (var cut in await FramesAsync(server, direction, (way, _) => way.DoneAsync(Transactions(way).RunAsync([new MemoryParticipant("one"), new MemoryParticipant("two")]))))
        {
            var (one, two) = (new MemoryParticipant("one"), new MemoryParticipant("two"));
            TransactionResult? result = null;
            await using (var way = await CutWay.OpenAsync(server.EndPoint.Port))
            {
                await way.DieAtAsync(direction, cut);
                var running = Transactions(way).RunAsync([one, two]);
                await way.UntilAsync(() => Task.FromResult(running.IsCompleted || way.Client.State != SessionState.Connected));
                await way.DoneAsync(way.Client.DisposeAsync().AsTask());
                try
                {
                    result = await way.DoneAsync(running);
                }
                catch (Exception e) when (e is TransactionInDoubtException or ObjectDisposedException or ZooKeeperException)
                {
                    // It does not know. In a process that is killed, nobody asks.
                }
            }

            await Eventually.TrueAsync(async () => (await recovering.RecoverAsync([one, two])).IsComplete);

            CollectionAssert.AreEquivalent(one.Store.Committed.ToArray(), two.Store.Committed.ToArray(), $"cut at {cut}");
            Assert.IsEmpty(one.Store.Prepared);
            Assert.IsEmpty(two.Store.Prepared);
            Assert.IsTrue(result is null || result.IsCommitted == one.Store.Committed.Contains(result.Id));
            outcomes.Add(one.Store.Committed.Count == 1);
        }

        Assert.HasCount(2, outcomes, "some frames come before the decision, and some after it");
    }

    private static ZooKeeperTransactions Transactions(CutWay way) =>
        new(way.Client, "/tx", new TransactionOptions { TimeProvider = way.Time, RecoveryDelay = TimeSpan.Zero, Timeout = TimeSpan.FromHours(1) });

    private static void AssertEnded(TransactionResult result, bool isCommitted, params MemoryParticipant[] participants)
    {
        Assert.AreEqual(isCommitted, result.IsCommitted);
        Assert.IsEmpty(result.Unfinished);
        foreach (var store in participants.Select(participant => participant.Store))
        {
            CollectionAssert.AreEqual(new[] { result.Id }, (isCommitted ? store.Committed : store.RolledBack).ToArray());
        }
    }

    private static async Task CutAsync(ProxyDirection direction, Func<CutWay, ZooKeeperClient, Task> actAsync)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var frames = await FramesAsync(server, direction, actAsync);
        Assert.IsGreaterThan(4, frames.Count);
        foreach (var cut in frames)
        {
            await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
            await way.CutAtAsync(direction, cut);

            await actAsync(way, other);

            await way.UntilAsync(async () => (await other.GetChildrenAsync("/tx")).Names.Count == 0);
        }
    }

    // The first action creates the path, which the others do not.
    private static async Task<IReadOnlyList<long>> FramesAsync(ZooKeeperDevServer server, ProxyDirection direction, Func<CutWay, ZooKeeperClient, Task> actAsync)
    {
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var way = await CutWay.OpenAsync(server.EndPoint.Port);
        await actAsync(way, other);
        var frames = await way.MeasureAsync(direction, () => actAsync(way, other));

        // In the frame: before it, the connection would already end with the reply before.
        return direction == ProxyDirection.ToServer ? frames : [.. frames.Select(begin => begin + 1)];
    }
}
