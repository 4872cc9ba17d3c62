using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Hosting;

/// <summary>Work in a host that only the leader does.</summary>
[TestClass]
public sealed class LeaderServiceTests
{
    [TestMethod]
    public async Task Run_TwoHosts_SecondBeginsOnlyAfterTheWorkOfTheFirstHasEnded()
    {
        var path = SharedServer.UniquePath();
        var (cancelled, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        var (first, second) = (new JobScript(), new JobScript());
        first.Body = async (_, end) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.SetResult();
            await mayEnd.Task;
        };
        using var one = await StartAsync(path, first);
        await Eventually.TrueAsync(() => first.Begun == 1);
        using var other = await StartAsync(path, second);
        await Eventually.TrueAsync(() => StatusOf(other).State == LeaderServiceState.Candidate);

        var stopping = one.StopAsync();
        await cancelled.Task.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(0, second.Begun, "the work of the first has not ended yet");
        mayEnd.SetResult();
        await stopping.WaitAsync(SharedServer.Deadline);

        await Eventually.TrueAsync(() => second.Begun == 1);
        Assert.IsGreaterThan(first.Fence, second.Fence);
        Assert.AreEqual(LeaderServiceState.Stopped, StatusOf(one).State);
        Assert.AreEqual(LeaderServiceState.Leader, StatusOf(other).State);
        await other.StopAsync();
    }

    [TestMethod]
    public async Task Stop_OtherHostedServices_StillRunWhileTheWorkEnds()
    {
        var order = new List<string>();
        var script = new JobScript
        {
            Body = async (_, end) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                order.Add("work");
            },
        };
        using var host = await StartAsync(SharedServer.UniquePath(), script, services => services.AddSingleton<IHostedService>(new Listener(() => order.Add("listener"))));
        await Eventually.TrueAsync(() => script.Begun == 1);

        await host.StopAsync();

        CollectionAssert.AreEqual(new[] { "work", "listener" }, order);
    }

    [TestMethod]
    public async Task Run_LeadershipLost_CancelsTheWorkAndIsACandidateAgain()
    {
        var path = SharedServer.UniquePath();
        var script = new JobScript();
        using var host = await StartAsync(path, script);
        await Eventually.TrueAsync(() => script.Begun == 1);
        await using var client = await SharedServer.ConnectAsync();

        foreach (var name in (await client.GetChildrenAsync(path)).Names)
        {
            await client.DeleteAsync($"{path}/{name}");
        }

        await Eventually.TrueAsync(() => script.Begun == 2);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Run_WorkThrows_IsLoggedAndTriedAgain()
    {
        var logging = new RecordingLogging();
        var script = new JobScript();
        var body = script.Body;
        script.Body = (term, end) => term == 1 ? throw new InvalidOperationException("no database") : body(term, end);
        using var host = await StartAsync(SharedServer.UniquePath(), script, services => services.AddSingleton<ILoggerFactory>(logging), options => options.RetryDelay = TimeSpan.Zero);

        await Eventually.TrueAsync(() => script.Begun == 2);

        Assert.AreEqual(2, logging.Events.Count(id => id == 4100), "two terms");
        Assert.AreEqual(1, logging.Events.Count(id => id == 4101));
        Assert.AreEqual(nameof(InvalidOperationException), StatusOf(host).LastError);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Stop_WorkThatDoesNotEnd_IsLeftBehindWithItsZnode()
    {
        var (path, logging, mayEnd) = (SharedServer.UniquePath(), new RecordingLogging(), new TaskCompletionSource());
        var script = new JobScript { Body = (_, _) => mayEnd.Task };
        using var host = await StartAsync(path, script, services => services.AddSingleton<ILoggerFactory>(logging), options => options.StopTimeout = TimeSpan.Zero);
        await Eventually.TrueAsync(() => script.Begun == 1);
        await using var client = await SharedServer.ConnectAsync();

        await host.StopAsync().WaitAsync(SharedServer.Deadline);

        Assert.AreEqual(1, logging.Events.Count(id => id == 4102));
        Assert.HasCount(1, (await client.GetChildrenAsync(path)).Names);
        mayEnd.SetResult();
    }

    [TestMethod]
    public async Task Run_WorkReturns_ResignsForGood()
    {
        var path = SharedServer.UniquePath();
        var script = new JobScript { Body = (_, _) => Task.CompletedTask };
        using var host = await StartAsync(path, script);

        await Eventually.TrueAsync(() => script.Begun == 1 && StatusOf(host).State == LeaderServiceState.Stopped);

        await using var client = await SharedServer.ConnectAsync();
        Assert.IsEmpty((await client.GetChildrenAsync(path)).Names);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Health_FailedWork_IsUnhealthyAndCandidatesAreHealthy()
    {
        var path = SharedServer.UniquePath();
        var (leading, waiting) = (new JobScript(), new JobScript());
        var failed = new JobScript { Body = (_, _) => throw new InvalidOperationException("no database") };
        using var leader = await StartAsync(path, leading);
        await Eventually.TrueAsync(() => leading.Begun == 1);
        using var candidate = await StartAsync(path, waiting);
        await Eventually.TrueAsync(() => StatusOf(candidate).State == LeaderServiceState.Candidate);
        using var broken = await StartAsync(SharedServer.UniquePath(), failed, configure: options => options.RetryDelay = TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => StatusOf(broken).State == LeaderServiceState.Failed);

        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(leader)).Status);
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(candidate)).Status);
        var report = await CheckAsync(broken);
        Assert.AreEqual(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("InvalidOperationException", report.Entries["leader"].Description!);
        Assert.DoesNotContain("no database", report.Entries["leader"].Description!);
        await Task.WhenAll(leader.StopAsync(), candidate.StopAsync(), broken.StopAsync());
    }

    [TestMethod]
    public async Task Start_WithoutAClient_SaysWhatToCall()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(new JobScript()).AddLeaderService<Job>("/jobs/x");
        using var host = builder.Build();

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("AddZooKeeperCoordination", e.Message);
    }

    private static async Task<IHost> StartAsync(
        string path, JobScript script, Action<IServiceCollection>? more = null, Action<LeaderServiceOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(script)
            .AddZooKeeperCoordination(options => options.ConnectionString = SharedServer.Server.ConnectionString)
            .AddLeaderService<Job>(path, configure);
        builder.Services.AddHealthChecks().AddCheck<LeaderServiceHealthCheck>("leader");
        more?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static LeaderServiceStatus StatusOf(IHost host) => host.Services.GetRequiredService<LeaderServices>().Statuses.Single();

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private sealed class Listener(Action stopped) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            stopped();
            return Task.CompletedTask;
        }
    }
}
