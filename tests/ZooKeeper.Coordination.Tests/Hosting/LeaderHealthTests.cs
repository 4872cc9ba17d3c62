using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Hosting;

[TestClass]
public sealed class LeaderHealthTests
{
    [TestMethod]
    public async Task Check_Leader_IsHealthyAndSuspectWithoutConnection()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var (path, started) = (SharedServer.UniquePath(), new TaskCompletionSource());
        using var host = LeaderHosts.Create(path, new Work(async (_, cancelled) =>
        {
            started.SetResult();
            await cancelled.WhenCancelledAsync();
        }), connectionString: proxy.ConnectionString);
        Assert.AreEqual($"{path}: Stopped", (await host.HealthAsync()).Description);
        await host.StartAsync();
        await started.Task.WaitAsync(SharedServer.Deadline);
        var leading = await host.HealthAsync();
        Assert.AreEqual((HealthStatus.Healthy, $"{path}: Leader"), (leading.Status, leading.Description));

        await proxy.DisposeAsync();

        await Eventually.TrueAsync(async () => (await host.HealthAsync()).Status == HealthStatus.Degraded);
        await Eventually.TrueAsync(async () => (await host.HealthAsync()).Status != HealthStatus.Degraded);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Check_CandidateWithoutConnection_IsSuspect()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var leadership = await new ZooKeeperElection(client, path).CampaignAsync();
        using var host = LeaderHosts.Create(path, new Work((_, _) => Task.CompletedTask), connectionString: proxy.ConnectionString);
        await host.StartAsync();
        await Eventually.TrueAsync(async () => (await host.HealthAsync()) is { Status: HealthStatus.Healthy, Description: { } text } && text == $"{path}: Candidate");

        await proxy.DisposeAsync();

        await Eventually.TrueAsync(async () => (await host.HealthAsync()) is { Status: HealthStatus.Degraded, Description: { } text } && text == $"{path}: Suspect");
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Check_LeadershipLostAndWorkStillRuns_IsUnhealthyUntilItReturns()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, terms, release) = (SharedServer.UniquePath(), 0, new TaskCompletionSource());
        using var host = LeaderHosts.Create(path, new Work(async (_, cancelled) =>
        {
            if (Interlocked.Increment(ref terms) == 1)
            {
                await release.Task;
            }

            await cancelled.WhenCancelledAsync();
        }), services => services.AddHealthChecks().AddZooKeeperCoordination("lenient", HealthStatus.Degraded, ["live"]));
        await host.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 1);

        await client.DeleteAsync($"{path}/{(await client.GetChildrenAsync(path)).Names.Single()}");

        await Eventually.TrueAsync(async () => (await host.HealthAsync()).Description == $"{path}: Lost");
        Assert.AreEqual(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
        Assert.AreEqual(HealthStatus.Degraded, (await host.HealthAsync("lenient")).Status, "as its registration says");
        Assert.AreEqual(1, terms, "the next term waits for the work of the last one");
        release.SetResult();
        await Eventually.TrueAsync(async () => (await host.HealthAsync()).Description == $"{path}: Leader");
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Check_WorkThrew_IsDegradedUntilTheDelayIsOver()
    {
        var (path, calls, time) = (SharedServer.UniquePath(), 0, new FakeTimeProvider());
        var logging = new RecordingLogger();
        using var host = LeaderHosts.Create(path, new Work(async (_, cancelled) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                throw new InvalidDataException();
            }

            await cancelled.WhenCancelledAsync();
        }), services => services.AddSingleton<ILoggerFactory>(logging), clock: time);
        await host.StartAsync();

        await Eventually.TrueAsync(() => logging.Events.Contains(4011));
        var failed = await host.HealthAsync();
        Assert.AreEqual((HealthStatus.Degraded, $"{path}: Failed"), (failed.Status, failed.Description));
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            return Volatile.Read(ref calls) == 2;
        });

        await Eventually.TrueAsync(async () => (await host.HealthAsync()).Status == HealthStatus.Healthy);
        await host.StopAsync();
    }
}
