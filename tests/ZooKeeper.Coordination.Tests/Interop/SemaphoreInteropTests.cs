using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>
/// Curator's <c>InterProcessSemaphoreV2</c> beside ours in its layout. Each owner of a permit has a znode in one folder for as long as it has the permit, and counts the
/// znodes there.
/// </summary>
[TestClass]
public sealed class SemaphoreInteropTests
{
    private const int Processes = 2;
    private const int Permits = 2;
    private const int Looks = 10; // so many that owners meet

    private static readonly int Rounds = Effort.Of(daily: 40, nightly: 1_000);

    [TestMethod]
    public async Task Semaphore_WithCurator_NeverExceedsThePermits()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var (contended, folder) = (path + "/contended", path + "/inside");
        await client.CreateAsync(path);
        await client.CreateAsync(folder);
        var others = Enumerable.Range(0, Processes)
            .Select(_ => ForeignProcess.Curator("semaphore", SharedServer.Server.ConnectionString, contended, folder, $"{Rounds}", $"{Permits}")).ToArray();
        try
        {
            await Eventually.TrueAsync(async () => await ChangesAsync(client, folder) > 0, because: "the other processes get permits");
            var most = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => EnterAsync(contended, folder)));
            await Task.WhenAll(others.Select(other => other.EndAsync()));

            Assert.AreEqual(Permits, most.Max(), "all permits are used, and no more");
            Assert.AreEqual(2 * 2 * Processes * Rounds, await ChangesAsync(client, folder), "each has entered and left as often as it should");
            Assert.AreEqual(Permits, (await Semaphores.Permits.Of(client, contended, Permits, SemaphoreLayout.Curator).InspectAsync()).Limit);
        }
        finally
        {
            await Task.WhenAll(others.Select(other => other.DisposeAsync().AsTask()));
        }
    }

    // Returns the highest number of owners that it has seen.
    private static async Task<int> EnterAsync(string contended, string folder)
    {
        await using var client = await SharedServer.ConnectAsync();
        var semaphore = Semaphores.Permits.Of(client, contended, Permits, SemaphoreLayout.Curator);
        var most = 0;
        for (var i = 0; i < Rounds; i++)
        {
            await using var permit = await semaphore.AcquireAsync().WaitAsync(SharedServer.Deadline);
            var own = await client.CreateAsync(folder + "/ours-", mode: CreateMode.EphemeralSequential);
            for (var look = 0; look < Looks; look++)
            {
                most = Math.Max(most, (await client.GetChildrenAsync(folder)).Names.Count);
            }

            await client.DeleteAsync(own.Path);
        }

        return most;
    }

    private static async Task<int> ChangesAsync(ZooKeeperClient client, string folder) => (await client.ExistsAsync(folder))!.Value.Cversion;
}
