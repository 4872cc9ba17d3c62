using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
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
        using var host = LeaderHosts.Create(path, new Work(async (_, cancelled) =>
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
        using var first = LeaderHosts.Create(path, work);
        using var second = LeaderHosts.Create(path, work);
        await first.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 1);
        await second.StartAsync();

        await first.StopAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 2);
        await second.StopAsync();

        Assert.AreEqual(1, most);
    }

    [TestMethod]
    public async Task Run_LeadershipIsLost_CancelsAwaitsAndLeadsAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, fences) = (SharedServer.UniquePath(), new ConcurrentQueue<(long Fence, string Path)>());
        using var host = LeaderHosts.Create(path, new Work(async (leadership, cancelled) =>
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
    public async Task Run_WorkSeesTheLossBeforeItsToken_LeadsAgain()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var (time, lateTimer, terms, pause) = (new FakeTimeProvider(), new FakeTimeProvider(), 0, new TaskCompletionSource());
        using var host = LeaderHosts.Create(SharedServer.UniquePath(), new Work(async (leadership, cancelled) =>
        {
            Interlocked.Increment(ref terms);
            await pause.Task;
            if (leadership.IsHeld)
            {
                await cancelled.WhenCancelledAsync();
            }
        }), services => services.Configure<ZooKeeperCoordinationOptions>(own => own.Connection.TimeProvider = time), proxy.ConnectionString, lateTimer);
        await host.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == 1);
        var client = host.Services.GetRequiredService<ZooKeeperClient>();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        time.Advance(client.SessionTimeout);

        pause.SetResult();
        proxy.Heal();

        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return Volatile.Read(ref terms) == 2;
        });
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Run_CommitSeesTheLossBeforeTheToken_LeadsAgainAndDoesNotFail()
    {
        const int Terms = 50;
        await using var client = await SharedServer.ConnectAsync();
        var (terms, logging) = (0, new RecordingLogger());
        using var host = LeaderHosts.Create(SharedServer.UniquePath(), new Work(async (leadership, cancelled) =>
        {
            if (Interlocked.Increment(ref terms) < Terms)
            {
                await client.DeleteAsync(leadership.Path, cancellationToken: CancellationToken.None);
                await leadership.CommitAsync(new Multi().Check("/"), CancellationToken.None);
            }

            await cancelled.WhenCancelledAsync();
        }), services => services.AddSingleton<ILoggerFactory>(logging), clock: new FakeTimeProvider());
        await host.StartAsync();

        await Eventually.TrueAsync(() => Volatile.Read(ref terms) == Terms || logging.Events.Contains(4011));

        Assert.DoesNotContain(4011, logging.Events);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Run_WorkThrows_ResignsIsLoggedAndLeadsAgain()
    {
        var (path, calls) = (SharedServer.UniquePath(), 0);
        var logging = new RecordingLogger();
        using var host = LeaderHosts.Create(path, new Work(async (_, cancelled) =>
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
        var logging = new RecordingLogger();
        using var host = LeaderHosts.Create(path, new Work((_, _) =>
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
    public async Task Stop_SeveralServices_AreCancelledTogether()
    {
        var (path, running, cancelled) = (SharedServer.UniquePath(), 0, 0);
        var (both, logging) = (new TaskCompletionSource(), new RecordingLogger());
        using var host = LeaderHosts.Create(path, new Work(async (_, stopping) =>
        {
            Interlocked.Increment(ref running);
            await stopping.WhenCancelledAsync();
            if (Interlocked.Increment(ref cancelled) == 2)
            {
                both.SetResult();
            }

            await both.Task;
        }), services => services.AddSingleton<ILoggerFactory>(logging).AddLeaderService<DelegatingService>(path + "-other")
            .Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20)));
        await host.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref running) == 2);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await host.StopAsync().WaitAsync(SharedServer.Deadline);

        Assert.AreEqual(2, cancelled);
        Assert.DoesNotContain(4012, logging.Events, "neither waited for the other to be cancelled");
    }

    [TestMethod]
    public async Task Run_WorkReturns_ResignsForGood()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, calls) = (SharedServer.UniquePath(), 0);
        using var host = LeaderHosts.Create(path, new Work((_, _) =>
        {
            Interlocked.Increment(ref calls);
            return Task.CompletedTask;
        }));
        await host.StartAsync();
        await Eventually.TrueAsync(async () => Volatile.Read(ref calls) == 1 && (await host.HealthAsync()).Description == $"{path}: Stopped");

        Assert.IsEmpty((await client.GetChildrenAsync(path)).Names);
        await host.StopAsync();
        Assert.AreEqual(1, calls);
    }

    [TestMethod]
    public void AddLeaderService_Misused_SaysWhatToDo()
    {
        var services = new ServiceCollection().AddLeaderService<DelegatingService>("/jobs/nightly");

        Assert.Contains("'/jobs/nightly' already has", Assert.ThrowsExactly<ArgumentException>(() => services.AddLeaderService<DelegatingService>("/jobs/nightly")).Message);
        services.AddLeaderService<DelegatingService>("/jobs/hourly");
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => services.BuildServiceProvider().GetServices<IHostedService>().ToArray());
        Assert.Contains("'/jobs/nightly' has no client. Call services.AddZooKeeperCoordination", error.Message);
        var negative = new ServiceCollection().AddZooKeeperCoordination(options => options.RestartDelay = TimeSpan.FromSeconds(-1)).BuildServiceProvider();
        Assert.Contains("RestartDelay", Assert.ThrowsExactly<OptionsValidationException>(() => negative.GetRequiredService<ZooKeeperClient>()).Message);
    }
}
