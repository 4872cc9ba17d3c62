using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Hosting;

[TestClass]
public sealed class ZooKeeperCoordinationTests
{
    private sealed class Exports(ZooKeeperCoordination coordination, string path)
    {
        public ZooKeeperLock Lock { get; } = coordination.CreateLock(path, options => options.Purpose = "export");
    }

    [TestMethod]
    public async Task Service_AsksForIt_HasLocksOfTheClientWithTheLoggersOfTheHost()
    {
        var (path, logging) = (SharedServer.UniquePath(), new RecordingLogger());
        await using var services = Services().AddSingleton<ILoggerFactory>(logging).AddSingleton(path).AddTransient<Exports>().BuildServiceProvider();
        var (exports, client) = (services.GetRequiredService<Exports>(), services.GetRequiredService<ZooKeeperClient>());
        await using var handle = await exports.Lock.AcquireAsync().WaitAsync(SharedServer.Deadline);

        Assert.AreEqual("export", (await exports.Lock.InspectAsync()).Single().Purpose);
        Assert.AreEqual(client.SessionId, (await client.ExistsAsync(handle.Path))!.Value.EphemeralOwner, "the lock uses the client of the host");
        await client.DeleteAsync(handle.Path);
        await Testing.Eventually.TrueAsync(() => logging.Events.Contains(4001));
    }

    [TestMethod]
    public async Task Client_RegisteredBefore_IsUsedAndStaysTheCallers()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using (var services = new ServiceCollection().AddSingleton(client).AddZooKeeperCoordination(_ => { }).BuildServiceProvider())
        {
            Assert.AreSame(client, services.GetRequiredService<ZooKeeperCoordination>().Client);
        }

        Assert.AreEqual(SessionState.Connected, client.State);
    }

    [TestMethod]
    public async Task Create_EachRecipe_ExcludesAndInvalidPathsThrow()
    {
        await using var services = Services().BuildServiceProvider();
        var (coordination, path) = (services.GetRequiredService<ZooKeeperCoordination>(), SharedServer.UniquePath());

        await using var writer = await coordination.CreateReadWriteLock(path + "/index").AcquireWriteAsync().WaitAsync(SharedServer.Deadline);
        Assert.IsNull(await coordination.CreateReadWriteLock(path + "/index").TryAcquireReadAsync());
        await using var permit = await coordination.CreateSemaphore(path + "/imports", permits: 1).AcquireAsync().WaitAsync(SharedServer.Deadline);
        Assert.IsNull(await coordination.CreateSemaphore(path + "/imports", permits: 1).TryAcquireAsync());
        await using var leadership = await coordination.CreateElection(path + "/nightly", options => options.Id = "orders-7").CampaignAsync().WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(leadership.IsHeld);
        await coordination.CreateQueue(path + "/jobs", options => options.MaxItems = 1).EnqueueAsync("a"u8.ToArray());
        await Assert.ThrowsExactlyAsync<QueueFullException>(() => coordination.CreateQueue(path + "/jobs", options => options.MaxItems = 1).EnqueueAsync(["b"u8.ToArray(), "c"u8.ToArray()]));
        await using var group = coordination.CreateGroup(path + "/members");
        await using var member = await group.JoinAsync("a").WaitAsync(SharedServer.Deadline);
        Assert.HasCount(1, (await group.RefreshAsync()).Members);
        await using var board = coordination.CreateStatusBoard(path + "/board", "a");
        await board.PostAsync("ready").WaitAsync(SharedServer.Deadline);
        await coordination.CreateBarrier(path + "/maintenance").SetAsync();
        await using var entry = await coordination.CreateDoubleBarrier(path + "/start", participants: 1).EnterAsync().WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(1, await coordination.CreateCounter(path + "/count", options => options.Layout = CounterLayout.Int32).AddAsync(1));
        Assert.ThrowsExactly<ArgumentException>(() => coordination.CreateLock("exports"));
        Assert.ThrowsExactly<ArgumentException>(() => coordination.CreateElection(path, options => options.Id = ""));
    }

    [TestMethod]
    public void HealthCheck_AsRegistered_HasItsNameStatusAndTags()
    {
        using var services = Services().AddHealthChecks().AddZooKeeperCoordination().AddZooKeeperCoordination("jobs", HealthStatus.Degraded, ["live"]).Services.BuildServiceProvider();

        var registrations = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.ToArray();

        Assert.AreEqual(("zookeeper-coordination", HealthStatus.Unhealthy), (registrations[0].Name, registrations[0].FailureStatus));
        Assert.AreEqual(("jobs", HealthStatus.Degraded, "live"), (registrations[1].Name, registrations[1].FailureStatus, registrations[1].Tags.Single()));
    }

    private static IServiceCollection Services() => new ServiceCollection().AddLogging()
        .AddZooKeeperCoordination(options => options.Connection.ConnectionString = SharedServer.Server.ConnectionString);
}
