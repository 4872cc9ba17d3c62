using System.Collections.Concurrent;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Barriers;

/// <summary>What must not happen at a double barrier.</summary>
[TestClass]
public sealed class DoubleBarrierTests
{
    private const int Rounds = 5;
    private const int GetChildrenOpcode = 12; // with the Stat

    [TestMethod]
    public async Task WokenByOtherThings_DoesNotPassAlone()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperDoubleBarrier(client, "/barrier", 2);
        var alone = barrier.EnterAsync();
        await WaitingAsync(other, barrier, 1);

        await LookedAsync(proxy, 1);
        await ReconnectAsync(proxy, client);
        await other.CreateAsync("/barrier/something-else");
        await LookedAsync(proxy, 1);
        await other.SetDataAsync("/barrier", "2"u8.ToArray());
        await LookedAsync(proxy, 2);
        await other.DeleteAsync("/barrier/something-else");
        await LookedAsync(proxy, 3);

        Assert.IsFalse(alone.IsCompleted);
        await using var second = await new ZooKeeperDoubleBarrier(other, "/barrier", 2).EnterAsync().WaitAsync(SharedServer.Deadline);
        await using var first = await alone.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(first.Generation, second.Generation);
    }

    [TestMethod]
    public async Task MemberThatDied_IsNotCounted()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var dying = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperDoubleBarrier(client, "/barrier", 3);
        var dead = new ZooKeeperDoubleBarrier(dying, "/barrier", 3).EnterAsync();
        await WaitingAsync(client, barrier, 1);
        var first = barrier.EnterAsync();
        await WaitingAsync(client, barrier, 2);
        await dying.DisposeAsync();
        await WaitingAsync(client, barrier, 1);

        var second = barrier.EnterAsync();

        await WaitingAsync(client, barrier, 2);
        Assert.IsFalse(first.IsCompleted || second.IsCompleted);
        await using var third = await barrier.EnterAsync().WaitAsync(SharedServer.Deadline);
        var passed = await Task.WhenAll(first, second).WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(third.Generation, passed.Select(entry => entry.Generation).Distinct().Single());
        await Assert.ThrowsAsync<Exception>(() => dead.WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task MemberThatLostItsSession_IsNotCountedTwice()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperDoubleBarrier(client, "/barrier", 2);
        var first = barrier.EnterAsync();
        await WaitingAsync(other, barrier, 1);
        var name = (await other.GetChildrenAsync("/barrier")).Names.Single();

        await server.ExpireSessionAsync(client.SessionId);

        await Eventually.TrueAsync(async () => (await other.GetChildrenAsync("/barrier")).Names is [var again] && again != name);
        Assert.IsFalse(first.IsCompleted);
        await using var second = await new ZooKeeperDoubleBarrier(other, "/barrier", 2).EnterAsync().WaitAsync(SharedServer.Deadline);
        await using var passed = await first.WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task CancelledEntry_LeavesNoZnodeAndNoWatchAndIsNotCounted()
    {
        await using var client = await SharedServer.ConnectAsync();
        var barrier = new ZooKeeperDoubleBarrier(client, SharedServer.UniquePath(), 2);
        using var cancellation = new CancellationTokenSource();
        var entering = barrier.EnterAsync(cancellation.Token);
        await WaitingAsync(client, barrier, 1);
        await Eventually.TrueAsync(async () => await IsWatchedAsync(barrier.Path));

        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => entering.WaitAsync(SharedServer.Deadline));
        Assert.AreEqual(0, (await client.ExistsAsync(barrier.Path))?.NumChildren ?? 0, "the server may have deleted the empty path");
        await Eventually.TrueAsync(async () => !await IsWatchedAsync(barrier.Path));
        var next = barrier.EnterAsync();
        await WaitingAsync(client, barrier, 1);
        Assert.IsFalse(next.IsCompleted);
        await using var second = await barrier.EnterAsync().WaitAsync(SharedServer.Deadline);
        await using var first = await next.WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task LeavingBeforeOthers_DoesNotReturnBeforeAllHaveLeftOrDied()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var dying = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperDoubleBarrier(client, "/barrier", 3);
        var all = await Task.WhenAll(barrier.EnterAsync(), barrier.EnterAsync(), new ZooKeeperDoubleBarrier(dying, "/barrier", 3).EnterAsync()).WaitAsync(SharedServer.Deadline);
        proxy.ResetCounters();
        var first = all[0].LeaveAsync();
        await LookedAsync(proxy, 1);
        await ReconnectAsync(proxy, client);
        using var impatience = new CancellationTokenSource();
        var second = all[1].LeaveAsync(impatience.Token);
        await LookedAsync(proxy, 2); // each of the two
        Assert.IsFalse(first.IsCompleted || second.IsCompleted);
        await impatience.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => second.WaitAsync(SharedServer.Deadline));

        await server.ExpireSessionAsync(dying.SessionId);

        await first.WaitAsync(SharedServer.Deadline);
        Assert.IsEmpty((await client.GetChildrenAsync("/barrier")).Names);
        await Eventually.TrueAsync(() => all[2].LostToken.IsCancellationRequested);
        await all[2].LeaveAsync().WaitAsync(SharedServer.Deadline); // it does not hang either
    }

    [TestMethod]
    public async Task MoreThanEnough_DoNotPassWithAGenerationThatIsNotTheirs()
    {
        await using var client = await SharedServer.ConnectAsync();
        var barrier = new ZooKeeperDoubleBarrier(client, SharedServer.UniquePath(), 2);
        var entering = Enumerable.Range(0, 4).Select(_ => barrier.EnterAsync()).ToList();
        var early = new List<BarrierEntry>();
        while (early.Count < 2)
        {
            var passed = await Task.WhenAny(entering).WaitAsync(SharedServer.Deadline);
            entering.Remove(passed);
            early.Add(await passed);
        }

        var leaving = early[0].LeaveAsync();
        await WaitingAsync(client, barrier, 3);

        Assert.AreEqual(early[0].Generation, early[1].Generation);
        Assert.IsFalse(leaving.IsCompleted || entering.Exists(one => one.IsCompleted));
        await early[1].LeaveAsync().WaitAsync(SharedServer.Deadline);
        await leaving.WaitAsync(SharedServer.Deadline);
        var late = await Task.WhenAll(entering).WaitAsync(SharedServer.Deadline);
        Assert.IsGreaterThan(early[0].Generation, late.Select(entry => entry.Generation).Distinct().Single());
        await Task.WhenAll(late.Select(entry => entry.LeaveAsync())).WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task UsedAgainAndAgain_NobodyOvertakesAnother()
    {
        var path = SharedServer.UniquePath();
        var (begun, ended) = (0, 0);
        var passed = new ConcurrentBag<(int Round, long Generation)>();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(RunAsync))).WaitAsync(SharedServer.Deadline);

        var generations = passed.GroupBy(one => one.Round).OrderBy(round => round.Key).Select(round => round.Select(one => one.Generation).Distinct().Single()).ToArray();
        CollectionAssert.AreEqual(generations.Order().Distinct().ToArray(), generations);

        async Task RunAsync()
        {
            await using var client = await SharedServer.ConnectAsync();
            var barrier = new ZooKeeperDoubleBarrier(client, path, 3);
            for (var round = 1; round <= Rounds; round++)
            {
                Interlocked.Increment(ref begun);
                await using var entry = await barrier.EnterAsync();
                Assert.AreEqual(3 * round, Volatile.Read(ref begun), "all have come, and nobody is in the next round");
                passed.Add((round, entry.Generation));
                Interlocked.Increment(ref ended);
                await entry.LeaveAsync();
                Assert.IsGreaterThanOrEqualTo(3 * round, Volatile.Read(ref ended), "all have left");
            }
        }
    }

    [TestMethod]
    public async Task PathDeletedByAnother_LeavesNobodyStuck()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var barrier = new ZooKeeperDoubleBarrier(client, "/barrier", 2);
        var first = barrier.EnterAsync();
        await WaitingAsync(client, barrier, 1);

        await server.DeleteAsync("/barrier");

        await WaitingAsync(client, barrier, 1);
        await using var second = await barrier.EnterAsync().WaitAsync(SharedServer.Deadline);
        await using var passed = await first.WaitAsync(SharedServer.Deadline);
        await server.DeleteAsync("/barrier");
        await passed.LeaveAsync().WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task ProcessesThatDisagree_DoNotWaitForEachOther()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        using var cancellation = new CancellationTokenSource();
        var two = new ZooKeeperDoubleBarrier(client, path, 2);
        var waiting = two.EnterAsync(cancellation.Token);
        await WaitingAsync(client, two, 1);

        var error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => new ZooKeeperDoubleBarrier(client, path, 3).EnterAsync().WaitAsync(SharedServer.Deadline));

        Assert.Contains($"'{path}' has 2 participants, but this process uses 3", error.Message);
        Assert.AreEqual(1, (await client.ExistsAsync(path))!.Value.Cversion, "nobody else has been there, and could be counted");
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(SharedServer.Deadline));
        await client.SetDataAsync(path, "secret"u8.ToArray());
        error = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => two.EnterAsync().WaitAsync(SharedServer.Deadline));
        Assert.Contains("6 bytes", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    private static Task WaitingAsync(ZooKeeperClient client, ZooKeeperDoubleBarrier barrier, int count) => Eventually.TrueAsync(
        async () => await client.ExistsAsync(barrier.Path) is { } stat && stat.NumChildren == count);

    private static async Task ReconnectAsync(LoopbackProxy proxy, ZooKeeperClient client)
    {
        await client.ExistsAsync("/"); // behind the look
        proxy.DropConnections();
        await Retry.UntilAnsweredAsync(() => client.ExistsAsync("/"), TimeProvider.System, CancellationToken.None);
        proxy.ResetCounters();
    }

    // A participant that was woken has decided when it looks again.
    private static Task LookedAsync(LoopbackProxy proxy, int times) => Eventually.TrueAsync(() => proxy.Requests.GetValueOrDefault(GetChildrenOpcode) == times);

    private static async Task<bool> IsWatchedAsync(string path) => (await SharedServer.Server.FourLetterWordAsync("wchp")).Contains(path, StringComparison.Ordinal);
}
