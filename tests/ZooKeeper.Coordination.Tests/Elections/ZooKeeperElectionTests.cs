using Microsoft.Extensions.Time.Testing;
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
    public async Task Observe_PermissionIsTakenAway_KeepsTheLeaderThatItKnows()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.AddAuthAsync("digest", "admin:secret"u8.ToArray());
        await client.CreateWithParentsAsync("/jobs/_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-latch-0000000000", "one"u8.ToArray());
        var states = new ZooKeeperElection(client, "/jobs").ObserveAsync().GetAsyncEnumerator();
        await UntilAsync(states, static state => state.LeaderId == "one");

        await admin.SetAclAsync("/jobs", [new Acl(Permissions.All, "auth", "")]);
        await server.RestartAsync(); // a change of permissions has no event

        Assert.IsTrue(states.Current.IsReadable);
        Assert.IsTrue(await states.MoveNextAsync().AsTask().WaitAsync(SharedServer.Deadline));
        Assert.AreEqual(("one", false), (states.Current.LeaderId, states.Current.IsReadable));
        await states.DisposeAsync();
    }

    [TestMethod]
    public async Task Observe_PathThatNeverWasReadable_IsNotThatNobodyLeads()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.AddAuthAsync("digest", "admin:secret"u8.ToArray());
        await admin.CreateAsync("/jobs", acl: [new Acl(Permissions.All, "auth", "")]);
        await using var leader = await new ZooKeeperElection(admin, "/jobs").CampaignAsync();
        await using var unreadable = new ZooKeeperElection(client, "/jobs").ObserveAsync().GetAsyncEnumerator();
        await using var missing = new ZooKeeperElection(client, "/other").ObserveAsync().GetAsyncEnumerator();

        await UntilAsync(unreadable, static _ => true);
        await UntilAsync(missing, static _ => true);

        Assert.AreEqual((null, false), (unreadable.Current.LeaderId, unreadable.Current.IsReadable));
        Assert.AreEqual((null, true), (missing.Current.LeaderId, missing.Current.IsReadable));
    }

    [TestMethod]
    public async Task Observe_WaitingCandidateThatMayNotBeRead_IsBehindTheLeader()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await other.AddAuthAsync("digest", "other:secret"u8.ToArray());
        await using var leader = await new ZooKeeperElection(client, "/jobs", new ElectionOptions { Id = "one" }).CampaignAsync();
        using var stop = new CancellationTokenSource();
        var waiting = new ZooKeeperElection(other, "/jobs", new ElectionOptions { Id = "two", Acl = [new Acl(Permissions.All, "auth", "")] }).CampaignAsync(stop.Token);

        await using (var states = new ZooKeeperElection(client, "/jobs").ObserveAsync().GetAsyncEnumerator())
        {
            await UntilAsync(states, static state => state.Candidates.Count == 2);
            Assert.AreEqual((leader.Fence, "one"), (states.Current.Fence, states.Current.LeaderId));
        }

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
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

    [TestMethod]
    public async Task Run_WorkSeesTheLossBeforeItsToken_LeadsAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        var (time, lateTimer) = (new FakeTimeProvider(), new FakeTimeProvider());
        var connection = new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time };
        await using var client = await ZooKeeperClient.ConnectAsync(connection);
        var (terms, pause) = (0, new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        var run = new ZooKeeperElection(client, "/jobs", new ElectionOptions { TimeProvider = lateTimer }).RunAsync(
            async (leadership, ended) =>
            {
                Interlocked.Increment(ref terms);
                await pause.Task;
                if (leadership.IsHeld)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
                }
            },
            stop.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 1);
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        time.Advance(client.SessionTimeout);

        pause.SetResult();
        proxy.Heal();

        await Eventually.TrueAsync(() =>
        {
            Assert.IsFalse(run.IsCompleted, "the candidacy has ended");
            time.Advance(TimeSpan.FromMilliseconds(10));
            return Volatile.Read(ref terms) == 2;
        });
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run.WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task Run_CommitSeesTheLossBeforeTheToken_LeadsAgain()
    {
        const int Terms = 50;
        await using var client = await SharedServer.ConnectAsync();
        var terms = 0;

        // The watch on its znode is set after a delay by this clock, so never.
        var election = new ZooKeeperElection(client, SharedServer.UniquePath(), new ElectionOptions { TimeProvider = new FakeTimeProvider() });
        await election.RunAsync(async (leadership, _) =>
        {
            if (++terms < Terms)
            {
                await client.DeleteAsync(leadership.Path, cancellationToken: CancellationToken.None);
                await leadership.CommitAsync(new Multi().Check("/"), CancellationToken.None);
            }
        }).WaitAsync(SharedServer.Deadline);

        Assert.AreEqual(Terms, terms);
    }
}
