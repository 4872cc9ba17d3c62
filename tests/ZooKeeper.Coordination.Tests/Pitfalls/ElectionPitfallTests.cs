using System.Threading.Channels;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>What went wrong in other libraries with elections (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class ElectionPitfallTests
{
    [TestMethod]
    public async Task SessionsThatExpireAgainAndAgain_DoNotEndTheCandidacy()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var terms = Channel.CreateUnbounded<long>();
        using var stop = new CancellationTokenSource();
        var run = new ZooKeeperElection(client, "/jobs").RunAsync(
            async (leadership, ended) =>
            {
                await terms.Writer.WriteAsync(leadership.Fence, CancellationToken.None);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended);
            },
            stop.Token);
        var fence = 0L;
        for (var i = 0; i < 5; i++)
        {
            var next = await terms.Reader.ReadAsync().AsTask().WaitAsync(SharedServer.Deadline);
            Assert.IsGreaterThan(fence, next);
            fence = next;
            await server.ExpireSessionAsync(client.SessionId);
        }

        await terms.Reader.ReadAsync().AsTask().WaitAsync(SharedServer.Deadline);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run.WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task WorkThatIgnoresItsToken_DoesNotRunBesideItsNextTerm()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var begun = Channel.CreateUnbounded<TaskCompletionSource>();
        using var stop = new CancellationTokenSource();
        var run = new ZooKeeperElection(client, "/jobs").RunAsync(
            async (_, _) =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await begun.Writer.WriteAsync(end, CancellationToken.None);
                await end.Task;
                stop.Token.ThrowIfCancellationRequested();
            },
            stop.Token);
        var first = await begun.Reader.ReadAsync().AsTask().WaitAsync(SharedServer.Deadline);

        var session = client.SessionId;
        await server.ExpireSessionAsync(session);
        await Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId != session);
        Assert.IsFalse(begun.Reader.TryPeek(out _), "the work of the first term still runs");
        first.SetResult();

        var second = await begun.Reader.ReadAsync().AsTask().WaitAsync(SharedServer.Deadline);
        await stop.CancelAsync();
        second.SetResult();
        await Assert.ThrowsAsync<OperationCanceledException>(() => run.WaitAsync(SharedServer.Deadline));
        Assert.IsEmpty((await client.GetChildrenAsync("/jobs")).Names);
    }

    [TestMethod]
    public async Task CandidateThatGaveUp_CanRunAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var election = new ZooKeeperElection(client, SharedServer.UniquePath());
        await using (await election.CampaignAsync())
        {
            using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            await Assert.ThrowsAsync<OperationCanceledException>(() => election.CampaignAsync(impatience.Token));
        }

        await using var again = await election.CampaignAsync().WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(again.IsHeld);
    }
}
