using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Elections;

[TestClass]
public sealed class ZooKeeperElectionTests
{
    [TestMethod]
    public async Task Campaign_LeaderResigns_TheNextHasAHigherTerm()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var first = await new ZooKeeperElection(client, path).CampaignAsync();
        var waiting = new ZooKeeperElection(client, path).CampaignAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync(path)).Names.Count == 2);
        Assert.IsFalse(waiting.IsCompleted);

        await first.DisposeAsync();

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(second.IsHeld);
        Assert.IsFalse(first.IsHeld);
        Assert.IsGreaterThan(first.Fence, second.Fence);
    }

    [TestMethod]
    public async Task Observe_LeaderChanges_TellsEachState()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var states = new ZooKeeperElection(client, path).ObserveAsync().GetAsyncEnumerator();
        Assert.IsTrue(await states.MoveNextAsync());
        Assert.IsNull(states.Current.LeaderId);
        var one = await new ZooKeeperElection(client, path, new ElectionOptions { Id = "one" }).CampaignAsync();
        var waiting = new ZooKeeperElection(client, path, new ElectionOptions { Id = "two" }).CampaignAsync();
        await UntilAsync(states, state => state.Candidates is ["one", "two"] && state.LeaderId == "one" && state.Fence == one.Fence);

        await one.DisposeAsync();

        await UntilAsync(states, state => state.LeaderId == "two");
        await (await waiting).DisposeAsync();
        await UntilAsync(states, state => state.LeaderId is null);
    }

    [TestMethod]
    public async Task Run_LeadershipLost_CancelsAwaitsAndLeadsAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var (terms, running) = (new List<long>(), 0);
        using var stop = new CancellationTokenSource();
        var run = new ZooKeeperElection(client, "/jobs").RunAsync(
            async (leadership, cancellationToken) =>
            {
                Assert.AreEqual(1, Interlocked.Increment(ref running), "the work of the last term has ended");
                lock (terms)
                {
                    terms.Add(leadership.Fence);
                }

                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            },
            stop.Token);
        await Eventually.TrueAsync(() => Count() == 1);

        await server.ExpireSessionAsync(client.SessionId);
        await Eventually.TrueAsync(() => Count() == 2);
        Assert.IsGreaterThan(terms[0], terms[1]);

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.AreEqual(0, running);
        Assert.IsEmpty((await client.GetChildrenAsync("/jobs")).Names, "it resigned after the work had ended");

        int Count()
        {
            lock (terms)
            {
                return terms.Count;
            }
        }
    }

    [TestMethod]
    public async Task Run_WorkEndsOrThrows_ResignsAndTells()
    {
        await using var client = await SharedServer.ConnectAsync();
        var election = new ZooKeeperElection(client, SharedServer.UniquePath());

        await election.RunAsync((_, _) => Task.CompletedTask).WaitAsync(SharedServer.Deadline);
        await Assert.ThrowsExactlyAsync<InvalidTimeZoneException>(() => election.RunAsync((_, _) => throw new InvalidTimeZoneException()));

        Assert.IsEmpty((await client.GetChildrenAsync(election.Path)).Names);
    }

    private static async Task UntilAsync(IAsyncEnumerator<ElectionState> states, Func<ElectionState, bool> condition)
    {
        do
        {
            Assert.IsTrue(await states.MoveNextAsync().AsTask().WaitAsync(SharedServer.Deadline));
        }
        while (!condition(states.Current));
    }
}
