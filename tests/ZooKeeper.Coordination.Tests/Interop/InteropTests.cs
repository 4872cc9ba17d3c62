using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>
/// The table "Other libraries" of docs/coordination.md. Processes of two libraries count in one znode, without a condition on its version, while they are owners. If two are
/// owners at once, an increment is lost.
/// </summary>
[TestClass]
public sealed class InteropTests
{
    private const int Processes = 2;

    // Of each process, and of each of ours: ten thousand in all in the nightly run.
    private static readonly int Rounds = Effort.Of(daily: 60, nightly: 2_500);

    [TestMethod]
    public async Task Lock_WithKazoo_LosesNoIncrement()
    {
        await using var shared = await SharedCounter.CreateAsync(SharedServer.UniquePath());
        await shared.CountBesideAsync(
            Processes, Rounds, () => ForeignProcess.Kazoo(SharedServer.Server.ConnectionString, shared.Contended, shared.Path, $"{Rounds}"),
            client => Recipe.Of("lock").AcquireNowAsync(client, shared.Contended));
    }

    [TestMethod]
    public Task Lock_WithCurator_LosesNoIncrement() => CountBesideCuratorAsync("mutex", SharedServer.UniquePath(), Recipe.Of("lock").AcquireNowAsync);

    [TestMethod]
    public Task WriteLock_WithCurator_LosesNoIncrement() => CountBesideCuratorAsync("write", SharedServer.UniquePath(), Recipe.Of("write").AcquireNowAsync);

    [TestMethod]
    public Task Election_WithCuratorsLatch_LosesNoIncrement() => CountBesideCuratorAsync("latch", SharedServer.UniquePath(), Recipe.Of("election").AcquireNowAsync);

    [TestMethod]
    public Task Election_WithCuratorsSelector_LosesNoIncrement() => CountBesideCuratorAsync(
        "selector", SharedServer.UniquePath(), async (client, path, ct) =>
            await new ZooKeeperElection(client, path, new ElectionOptions { Layout = ElectionLayout.LeaderSelector }).CampaignAsync(ct));

    [TestMethod]
    public async Task Election_WithCuratorsLatch_HasOneLeader()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var election = new ZooKeeperElection(client, path, new ElectionOptions { Id = "ours" });
        var first = await election.CampaignAsync();
        await using var other = ForeignProcess.Curator("lead", SharedServer.Server.ConnectionString, path);
        await UntilAsync("ours", "curator");
        await first.DisposeAsync();
        await UntilAsync("curator");
        var next = election.CampaignAsync();
        await UntilAsync("curator", "ours");
        Assert.IsFalse(next.IsCompleted);

        await other.EndAsync();

        await using var second = await next.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(second.IsHeld);

        async Task UntilAsync(params string[] candidates)
        {
            await foreach (var state in election.ObserveAsync())
            {
                if (state.Candidates.SequenceEqual(candidates))
                {
                    Assert.AreEqual(candidates[0], state.LeaderId);
                    return;
                }
            }
        }
    }

    [TestMethod]
    [DataRow(ElectionLayout.LeaderLatch, "lock-")]
    [DataRow(ElectionLayout.LeaderSelector, "latch-")]
    public async Task Campaign_CandidateOfTheOtherLayout_Throws(ElectionLayout layout, string suffix)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        await client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-{suffix}", mode: CreateMode.EphemeralSequential);

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new ZooKeeperElection(client, path, new ElectionOptions { Layout = layout }).CampaignAsync().WaitAsync(SharedServer.Deadline));

        Assert.Contains("two leaders", e.Message);
        Assert.HasCount(1, (await client.GetChildrenAsync(path)).Names);
    }

    private static async Task CountBesideCuratorAsync(string recipe, string path, Func<ZooKeeperClient, string, CancellationToken, Task<Ownership>> acquireAsync)
    {
        await using var shared = await SharedCounter.CreateAsync(path);
        await shared.CountBesideAsync(
            Processes, Rounds, () => ForeignProcess.Curator(recipe, SharedServer.Server.ConnectionString, shared.Contended, shared.Path, $"{Rounds}"),
            client => acquireAsync(client, shared.Contended, CancellationToken.None));
    }
}
