using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination.md, in the pages of the recipes below it, and in the readme of <c>ZooKeeper.Coordination</c>.</summary>
[TestClass]
public sealed class CoordinationSnippets
{
    [TestMethod]
    public async Task Lock_CommitAndInspect_WorkAsShown()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/jobs/exports/last"] = "" } });
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);

        await LockAsync(client, CancellationToken.None);
        await TryAsync(new ZooKeeperLock(client, "/locks/exports"), CancellationToken.None);
        await ReadAsync(client, CancellationToken.None);
        await ImportAsync(client, CancellationToken.None);

        Assert.AreEqual("2026-11-29", System.Text.Encoding.UTF8.GetString((await client.GetDataAsync("/jobs/exports/last")).Data!));
    }

    [TestMethod]
    public async Task Election_OfOne_Leads()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        using var enough = new CancellationTokenSource();

        await LeadAsync(client, enough.Token);
        await CampaignAsync(new ZooKeeperElection(client, "/jobs/nightly"), enough.Token);
        var observing = ObserveAsync(new ZooKeeperElection(client, "/jobs/nightly"), enough.Token);
        await enough.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => observing);
    }

    // Nobody has these servers: what the readme shows is compiled.
    internal static async Task UseAsync(CancellationToken cancellationToken)
    {
        // <snippet readme>
        await using var client = await ZooKeeperClient.ConnectAsync("zk1:2181,zk2:2181,zk3:2181", cancellationToken);
        var exports = new ZooKeeperLock(client, "/locks/exports", new LockOptions { Purpose = "nightly export" });

        await using var handle = await exports.AcquireAsync(cancellationToken);
        await ExportAsync(handle.Fence, handle.LostToken);
        // </snippet>
    }

    private static async Task LockAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet acquire>
        var exports = new ZooKeeperLock(client, "/locks/exports", new LockOptions { Purpose = "nightly export" });

        await using (var handle = await exports.AcquireAsync(cancellationToken))
        {
            await ExportAsync(handle.Fence, handle.LostToken);
        }
        // </snippet>

        await using (var handle = await exports.AcquireAsync(cancellationToken))
        {
            // <snippet commit>
            await handle.CommitAsync(new Multi().SetData("/jobs/exports/last", "2026-11-29"u8.ToArray()), cancellationToken);
            // </snippet>

            // <snippet inspect>
            foreach (var contender in await exports.InspectAsync(cancellationToken))
            {
                Console.WriteLine($"{contender.Position} {contender.Host} {contender.ProcessId} since {contender.Since:u}: {contender.Purpose}");
            }
            // </snippet>
        }
    }

    private static async Task TryAsync(ZooKeeperLock exports, CancellationToken cancellationToken)
    {
        // <snippet attempt>
        await using (var handle = await exports.TryAcquireAsync(TimeSpan.FromSeconds(10), cancellationToken))
        {
            if (handle is null)
            {
                Console.WriteLine("Another process exports.");
                return;
            }

            await ExportAsync(handle.Fence, handle.LostToken);
        }
        // </snippet>
    }

    private static async Task ReadAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet read>
        var index = new ZooKeeperReadWriteLock(client, "/locks/index");

        await using var reader = await index.AcquireReadAsync(cancellationToken);
        // </snippet>
        await reader.DisposeAsync();

        // <snippet downgrade>
        await using var writer = await index.AcquireWriteAsync(cancellationToken);
        await RebuildAsync(writer.Fence);
        await writer.DowngradeAsync(cancellationToken);
        // </snippet>
    }

    private static Task RebuildAsync(long fence) => ExportAsync(fence, CancellationToken.None);

    private static async Task ImportAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet semaphore>
        var imports = new ZooKeeperSemaphore(client, "/semaphores/imports", permits: 3);

        await using var permit = await imports.AcquireAsync(cancellationToken);
        // </snippet>

        // <snippet permits>
        var state = await imports.InspectAsync(cancellationToken);
        Console.WriteLine($"{state.Holders.Count} of {state.Limit} permits are taken, {state.Waiting.Count} processes wait");
        // </snippet>
    }

    private static async Task LeadAsync(ZooKeeperClient client, CancellationToken stoppingToken)
    {
        // <snippet election>
        var election = new ZooKeeperElection(client, "/jobs/nightly", new ElectionOptions { Id = "orders-7" });

        await election.RunAsync(
            async (leadership, lostOrStopping) => await RunJobsAsync(leadership.Fence, lostOrStopping),
            stoppingToken);
        // </snippet>
    }

    private static async Task CampaignAsync(ZooKeeperElection election, CancellationToken cancellationToken)
    {
        // <snippet campaign>
        await using var leadership = await election.CampaignAsync(cancellationToken);
        // </snippet>
        Assert.IsTrue(leadership.IsHeld);
    }

    private static async Task ObserveAsync(ZooKeeperElection election, CancellationToken cancellationToken)
    {
        // <snippet observe>
        await foreach (var state in election.ObserveAsync(cancellationToken))
        {
            Console.WriteLine($"{state.LeaderId ?? "nobody"} leads {state.Candidates.Count} candidates");
        }
        // </snippet>
    }

    private static Task ExportAsync(long fence, CancellationToken lost)
    {
        Assert.IsGreaterThan(0, fence);
        Assert.IsFalse(lost.IsCancellationRequested);
        return Task.CompletedTask;
    }

    private static Task RunJobsAsync(long fence, CancellationToken lostOrStopping) => ExportAsync(fence, lostOrStopping);
}
