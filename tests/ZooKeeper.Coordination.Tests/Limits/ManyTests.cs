using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>Many waiters and many owners: what they leave, and what they cost.</summary>
[TestClass]
public sealed partial class ManyTests
{
    private const int ExistsOpcode = 3;
    private const int PingOpcode = 11;

    [TestMethod]
    public async Task ThousandWaitersCancelled_LeaveNoZnodeAndNoWatch()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ZooKeeperClient.ConnectAsync(server.ConnectionString)));
        var owner = await new ZooKeeperLock(clients[0], "/exports").AcquireAsync();
        await Eventually.TrueAsync(async () => await WatchesAsync(server) == 1, because: "the owner watches its own znode");
        using var cancellation = new CancellationTokenSource();
        var waiting = Enumerable.Range(1, 1_000).Select(i => new ZooKeeperLock(clients[i % clients.Length], "/exports").AcquireAsync(cancellation.Token)).ToArray();
        await Eventually.TrueAsync(async () => (await clients[0].GetChildrenAsync("/exports")).Names.Count == 1_001);
        await Eventually.TrueAsync(async () => await WatchesAsync(server) > 1_500, because: "each waiter watches its own znode and the one ahead");

        await cancellation.CancelAsync();

        await Task.WhenAll(waiting).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(Array.TrueForAll(waiting, one => one.IsCanceled));
        await Eventually.TrueAsync(async () => (await clients[0].GetChildrenAsync("/exports")).Names.Count == 1);
        await Eventually.TrueAsync(async () => await WatchesAsync(server) == 1);
        Assert.IsTrue(owner.IsHeld);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task ManyIdleOwners_SendPingsOnly()
    {
        const int Sessions = 5;
        var locks = Effort.Of(daily: 1_000, nightly: 10_000);
        await using var server = await ZooKeeperServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        var clients = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(6) })));
        await clients[0].CreateAsync("/locks");
        var owners = await Task.WhenAll(Enumerable.Range(0, locks).Select(i => new ZooKeeperLock(clients[i % Sessions], $"/locks/{i:D5}").AcquireAsync()));
        await Eventually.TrueAsync(() => proxy.Requests.GetValueOrDefault(ExistsOpcode) == locks, because: "each owner watches its own znode");
        await Task.WhenAll(clients.Select(client => client.ExistsAsync("/"))); // behind all others
        proxy.ResetCounters();

        await Eventually.TrueAsync(() => proxy.PingCount >= 3 * Sessions);

        Assert.AreEqual(0, proxy.Requests.Where(request => request.Key != PingOpcode).Sum(request => request.Value));
        Assert.IsTrue(Array.TrueForAll(owners, owner => owner.IsHeld));
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
    }

    [TestMethod]
    public async Task TooManyOwnersInOneSession_AreRefusedWithTheReason()
    {
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString, MaxEphemeralBytes = 1_000 });
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        List<LockHandle> owners = [];

        var e = await Assert.ThrowsExactlyAsync<ZooKeeperException>(async () =>
        {
            while (true)
            {
                owners.Add(await new ZooKeeperLock(client, $"{path}/{owners.Count}").AcquireAsync().WaitAsync(SharedServer.Deadline));
            }
        });

        Assert.AreEqual(ErrorCode.QuotaExceeded, e.ErrorCode);
        Assert.Contains("ephemeral", e.Message);
        Assert.IsGreaterThan(3, owners.Count);
        Assert.IsNull(await other.ExistsAsync($"{path}/{owners.Count}"), "nothing is left behind");

        await owners[0].DisposeAsync();
        await using var again = await new ZooKeeperLock(client, $"{path}/{owners.Count}").AcquireAsync();
        Assert.IsTrue(again.IsHeld);
    }

    private static async Task<int> WatchesAsync(ZooKeeperServer server) =>
        int.Parse(Total().Match(await server.FourLetterWordAsync("wchs")).Groups["count"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Total watches:\s*(?<count>\d+)")]
    private static partial Regex Total();
}
