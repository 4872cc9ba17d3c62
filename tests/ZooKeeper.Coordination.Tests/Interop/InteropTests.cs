using System.Globalization;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>
/// The table "Other libraries" of docs/coordination.md. Two processes count in one znode under one lock, without a condition on its version: if they ever hold the
/// lock together, an increment is lost.
/// </summary>
[TestClass]
public sealed class InteropTests
{
    private const int Rounds = 100;

    [TestMethod]
    public async Task Lock_WithKazoo_Excludes()
    {
        await using var shared = await CounterAsync();
        await using var other = ForeignProcess.Kazoo(SharedServer.Server.ConnectionString, shared.Lock, shared.Counter, $"{Rounds}");
        var ours = new ZooKeeperLock(shared.Client, shared.Lock);

        await shared.CountBesideAsync(other, () => ours.AcquireAsync());
    }

    [TestMethod]
    public async Task Lock_WithCurator_Excludes()
    {
        await using var shared = await CounterAsync();
        await using var other = ForeignProcess.Curator("mutex", SharedServer.Server.ConnectionString, shared.Lock, shared.Counter, $"{Rounds}");
        var ours = new ZooKeeperLock(shared.Client, shared.Lock);

        await shared.CountBesideAsync(other, () => ours.AcquireAsync());
    }

    [TestMethod]
    public async Task WriteLock_WithCurator_Excludes()
    {
        await using var shared = await CounterAsync();
        await using var other = ForeignProcess.Curator("write", SharedServer.Server.ConnectionString, shared.Lock, shared.Counter, $"{Rounds}");
        var ours = new ZooKeeperReadWriteLock(shared.Client, shared.Lock);

        await shared.CountBesideAsync(other, () => ours.AcquireWriteAsync());
    }

    [TestMethod]
    public async Task Election_WithCuratorsLatch_HasOneLeader()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var election = new ZooKeeperElection(client, path, new ElectionOptions { Id = "ours" });
        var first = await election.CampaignAsync();
        await using var other = ForeignProcess.Curator("latch", SharedServer.Server.ConnectionString, path);
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

    private static async Task<SharedCounter> CounterAsync()
    {
        var path = SharedServer.UniquePath();
        var client = await SharedServer.ConnectAsync();
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/counter", "0"u8.ToArray());
        return new SharedCounter(client, path + "/lock", path + "/counter");
    }

    private sealed record SharedCounter(ZooKeeperClient Client, string Lock, string Counter) : IAsyncDisposable
    {
        public async Task CountBesideAsync(ForeignProcess other, Func<Task<LockHandle>> acquireAsync)
        {
            await Eventually.TrueAsync(async () => await ReadAsync() > 0, because: "the other process counts");
            for (var i = 0; i < Rounds; i++)
            {
                await using var handle = await acquireAsync().WaitAsync(SharedServer.Deadline);
                await Client.SetDataAsync(Counter, Encoding.UTF8.GetBytes((await ReadAsync() + 1).ToString(CultureInfo.InvariantCulture)));
            }

            await other.EndAsync();
            Assert.AreEqual(2 * Rounds, await ReadAsync());
        }

        public ValueTask DisposeAsync() => Client.DisposeAsync();

        private async Task<int> ReadAsync() => int.Parse(Encoding.UTF8.GetString((await Client.GetDataAsync(Counter)).Data!), CultureInfo.InvariantCulture);
    }
}
