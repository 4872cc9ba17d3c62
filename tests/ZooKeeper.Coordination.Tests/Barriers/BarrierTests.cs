using ZooKeeper.Client;
using ZooKeeper.Coordination.Tests.Interop;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Barriers;

/// <summary>What must not happen at a barrier.</summary>
[TestClass]
public sealed class BarrierTests
{
    private const int ExistsOpcode = 3;

    [TestMethod]
    public async Task WokenByOtherThings_DoesNotPassBeforeItIsRemoved()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperBarrier(other, "/barriers/import");
        await barrier.SetAsync();
        await barrier.SetAsync();
        var waiting = new ZooKeeperBarrier(client, barrier.Path).WaitAsync();
        await LookedAsync(proxy, 1);

        proxy.DropConnections();
        await other.SetDataAsync(barrier.Path, "changed"u8.ToArray());
        await LookedAsync(proxy, 2);
        await server.ExpireSessionAsync(client.SessionId);
        await other.SetDataAsync(barrier.Path, "changed again"u8.ToArray());
        await LookedAsync(proxy, 3);

        Assert.IsFalse(waiting.IsCompleted);
        await barrier.RemoveAsync();
        await barrier.RemoveAsync();
        await barrier.SetAsync(); // removed for a moment is enough
        await waiting.WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task NotSet_DoesNotStopAnybody()
    {
        await using var client = await SharedServer.ConnectAsync();

        await new ZooKeeperBarrier(client, SharedServer.UniquePath()).WaitAsync().WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task CancelledWait_LeavesNoWatch()
    {
        await using var client = await SharedServer.ConnectAsync();
        var barrier = new ZooKeeperBarrier(client, SharedServer.UniquePath());
        await barrier.SetAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = barrier.WaitAsync(cancellation.Token);
        await Eventually.TrueAsync(async () => await IsWatchedAsync(barrier.Path));

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(SharedServer.Deadline));
        await Eventually.TrueAsync(async () => !await IsWatchedAsync(barrier.Path));
    }

    [TestMethod]
    public async Task ReplyLost_DoesNotFail()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperBarrier(client, "/barrier");

        await WithoutReplyAsync(proxy, barrier.SetAsync, async () => await other.ExistsAsync("/barrier") is not null);
        await WithoutReplyAsync(proxy, barrier.RemoveAsync, async () => await other.ExistsAsync("/barrier") is null);
    }

    [TestMethod]
    public async Task SharedWithCurator_StopsAndReleasesBoth()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var theirs = new ZooKeeperBarrier(client, $"{path}/ours");
        await theirs.SetAsync();
        await using var curator = ForeignProcess.CuratorBarrier(SharedServer.Server.ConnectionString, $"{path}/ours", $"{path}/curator");
        await Eventually.TrueAsync(async () => await client.ExistsAsync($"{path}/curator") is not null, because: "Curator has set its barrier");
        var waiting = new ZooKeeperBarrier(client, $"{path}/curator").WaitAsync();
        await Eventually.TrueAsync(async () => await IsWatchedAsync($"{path}/ours"), because: "Curator waits");
        Assert.IsFalse(waiting.IsCompleted);

        await theirs.RemoveAsync();

        await waiting.WaitAsync(SharedServer.Deadline); // Curator has gone on, and has removed its own
        await curator.EndAsync();
    }

    private static async Task WithoutReplyAsync(LoopbackProxy proxy, Func<CancellationToken, Task> actionAsync, Func<Task<bool>> isDoneAsync)
    {
        proxy.BlackHole(ProxyDirection.ToClient);
        var acting = actionAsync(CancellationToken.None);
        await Eventually.TrueAsync(isDoneAsync);
        proxy.DropConnections();
        proxy.Heal();
        await acting.WaitAsync(SharedServer.Deadline);
    }

    // A waiter that was woken has decided when it looks again.
    private static Task LookedAsync(LoopbackProxy proxy, int times) => Eventually.TrueAsync(() => proxy.Requests.GetValueOrDefault(ExistsOpcode) >= times);

    private static async Task<bool> IsWatchedAsync(string path) => (await SharedServer.Server.FourLetterWordAsync("wchp")).Contains(path, StringComparison.Ordinal);
}
