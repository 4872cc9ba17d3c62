using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Hosting;

[TestClass]
public sealed class LeaderServiceTests
{
    [TestMethod]
    public async Task Stop_Leader_CancelsAwaitsThenResignsBeforeOtherServicesStop()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, steps) = (SharedServer.UniquePath(), new ConcurrentQueue<string>());
        var started = new TaskCompletionSource();
        using var host = CreateHost(path, new Work(async (_, cancelled) =>
        {
            started.SetResult();
            await cancelled.WhenCancelledAsync();
            steps.Enqueue($"cancelled, {(await client.GetChildrenAsync(path, cancellationToken: CancellationToken.None)).Names.Count} candidate");
        }), services => services.AddHostedService(_ => new StopStep(async () =>
            steps.Enqueue($"other service stops, {(await client.GetChildrenAsync(path)).Names.Count} candidates"))));
        await host.StartAsync();
        await started.Task.WaitAsync(SharedServer.Deadline);

        await host.StopAsync().WaitAsync(SharedServer.Deadline);

        CollectionAssert.AreEqual(new[] { "cancelled, 1 candidate", "other service stops, 0 candidates" }, steps.ToArray());
    }

    [TestMethod]
    public async Task Run_TwoHosts_OneWorksAndTheOtherFollows()
    {
        var (path, running, most, terms) = (SharedServer.UniquePath(), 0, 0, 0);
        var work = new Work(async (_, cancelled) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Interlocked.Increment(ref terms);
            await cancelled.WhenCancelledAsync();
            Interlocked.Decrement(ref running);
        });
        using var first = CreateHost(path, work);
        using var second = CreateHost(path, work);
        await first.StartAsync();
        await second.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 1);

        await first.StopAsync();
        await second.StopAsync();

        Assert.AreEqual(1, most);
    }

    [TestMethod]
    public async Task Run_LeadershipIsLost_CancelsAwaitsAndLeadsAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, fences) = (SharedServer.UniquePath(), new ConcurrentQueue<(long Fence, string Path)>());
        using var host = CreateHost(path, new Work(async (leadership, cancelled) =>
        {
            fences.Enqueue((leadership.Fence, leadership.Path));
            await cancelled.WhenCancelledAsync();
        }));
        await host.StartAsync();
        await Eventually.TrueAsync(() => fences.Count == 1);

        await client.DeleteAsync(fences.First().Path);

        await Eventually.TrueAsync(() => fences.Count == 2);
        Assert.IsGreaterThan(fences.First().Fence, fences.Last().Fence);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Run_WorkThrows_ResignsIsLoggedAndLeadsAgain()
    {
        var (path, calls) = (SharedServer.UniquePath(), 0);
        var logging = new RecordingLogging();
        using var host = CreateHost(path, new Work(async (_, cancelled) =>
        {
            if (Interlocked.Increment(ref calls) == 1)
            {
                throw new InvalidDataException();
            }

            await cancelled.WhenCancelledAsync();
        }), services => services.AddSingleton<ILoggerFactory>(logging));
        await host.StartAsync();

        await Eventually.TrueAsync(() => Volatile.Read(ref calls) == 2);

        Assert.IsTrue(logging.Events.Contains(4010) && logging.Events.Contains(4011));
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Stop_WorkIgnoresTheToken_DoesNotResignWhileItRuns()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, started, release) = (SharedServer.UniquePath(), new TaskCompletionSource(), new TaskCompletionSource());
        var logging = new RecordingLogging();
        using var host = CreateHost(path, new Work((_, _) =>
        {
            started.SetResult();
            return release.Task;
        }), services => services.AddSingleton<ILoggerFactory>(logging).Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(100)));
        await host.StartAsync();
        await started.Task.WaitAsync(SharedServer.Deadline);

        try
        {
            await host.StopAsync().WaitAsync(SharedServer.Deadline);
        }
        catch (OperationCanceledException)
        {
            // The host reports that its time is over.
        }

        Assert.HasCount(1, (await client.GetChildrenAsync(path)).Names);
        Assert.Contains(4012, logging.Events);
        release.SetResult();
    }

    [TestMethod]
    public async Task Health_Leader_IsHealthyAndSuspectWithoutConnection()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var (path, started) = (SharedServer.UniquePath(), new TaskCompletionSource());
        using var host = CreateHost(path, new Work(async (_, cancelled) =>
        {
            started.SetResult();
            await cancelled.WhenCancelledAsync();
        }), connectionString: proxy.ConnectionString);
        var check = new ZooKeeperCoordinationHealthCheck(host.Services);
        Assert.AreEqual($"{path}: Stopped", (await check.CheckHealthAsync(new HealthCheckContext())).Description);
        await host.StartAsync();
        await started.Task.WaitAsync(SharedServer.Deadline);
        var leading = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.AreEqual((HealthStatus.Healthy, $"{path}: Leader"), (leading.Status, leading.Description));

        await proxy.DisposeAsync();

        await Eventually.TrueAsync(async () => (await check.CheckHealthAsync(new HealthCheckContext())).Status == HealthStatus.Degraded);
        await Eventually.TrueAsync(async () => (await check.CheckHealthAsync(new HealthCheckContext())).Status != HealthStatus.Degraded);
        await host.StopAsync();
    }

    private static IHost CreateHost(string path, Work work, Action<IServiceCollection>? configure = null, string? connectionString = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddZooKeeperCoordination(options =>
        {
            options.Connection.ConnectionString = connectionString ?? SharedServer.Server.ConnectionString;
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(4);
            options.RestartDelay = TimeSpan.FromMilliseconds(1);
        });
        builder.Services.AddSingleton(work);
        builder.Services.AddLeaderService<DelegatingService>(path);
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class DelegatingService(Work work) : ILeaderService
    {
        public Task RunAsync(Leadership leadership, CancellationToken cancellationToken) => work.RunAsync(leadership, cancellationToken);
    }

    private sealed record Work(Func<Leadership, CancellationToken, Task> RunAsync);

    private sealed class StopStep(Func<Task> stopAsync) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => stopAsync();
    }
}

file static class Cancellation
{
    public static async Task WhenCancelledAsync(this CancellationToken token) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
