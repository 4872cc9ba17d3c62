using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Listeners;

/// <summary>A listener that does not return delays other listeners, but no reader, and is reported.</summary>
[TestClass]
public sealed class BlockedListenerTests : IDisposable
{
    private const int NotReturnedEvent = 2010;

    private readonly Checkpoint _checkpoint = new();

    public void Dispose() => _checkpoint.Dispose();

    [TestMethod]
    public async Task Change_ListenerDoesNotReturn_NewestStateIsRead()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        using var listening = new Reloads(configuration, Block);

        for (var number = 1; number <= 5; number++)
        {
            await tree.SetAsync("Title", $"{number}");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{number}");
        }

        Assert.AreEqual(0, listening.Count);
        _checkpoint.Open(); // the end of a registration waits for its callback
    }

    [TestMethod]
    public async Task Change_ListenerReturnsLate_IsCalledOnceMoreForAllChangesSince()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var (running, most) = (0, 0);
        string? seen = null;
        using var listening = new Reloads(configuration, () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            Block();
            seen = configuration["Title"];
            Interlocked.Decrement(ref running);
        });
        for (var number = 1; number <= 5; number++)
        {
            await tree.SetAsync("Title", $"{number}");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{number}");
        }

        _checkpoint.Open();

        await Eventually.TrueAsync(() => listening.Count == 2);
        await tree.SetAsync("Title", "6");
        await Eventually.TrueAsync(() => listening.Count == 3);
        Assert.AreEqual("6", seen);
        Assert.AreEqual(1, most, "listeners at the same time");
    }

    [TestMethod]
    public async Task Change_ListenerDoesNotReturn_IsReportedUntilItDoes()
    {
        var (time, log) = (new ManualTime(), new RecordingLogging());
        await using var tree = await Subtree.CreateAsync(("Title", "se-cret"), ("Other", "1"));
        using var configuration = tree.Load(options =>
        {
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        });
        using var listening = new Reloads(configuration, Block);
        await tree.SetAsync("Title", "also se-cret");
        _checkpoint.WaitUntilReached();
        var since = time.GetUtcNow();
        Assert.IsNull(configuration.Status().RunningListeners);

        time.Advance(TimeSpan.FromSeconds(5.1));

        var running = configuration.Status().RunningListeners!;
        Assert.AreEqual(since, running.Since);
        CollectionAssert.AreEqual(new[] { "Title" }, running.ChangedKeys.ToArray());
        Assert.AreEqual(LogLevel.Warning, log.Of(NotReturnedEvent).Single().Level);
        var entry = await CheckAsync(configuration);
        Assert.AreEqual(HealthStatus.Degraded, entry.Status);
        Assert.Contains($"a change listener has not returned since {since:u}", entry.Description!);
        Assert.Contains("Changed keys (1): Title.", entry.Description!);
        Assert.DoesNotContain("cret", entry.Description! + string.Join('\n', log.Lines));

        _checkpoint.Open();
        await Eventually.TrueAsync(() => configuration.Status().RunningListeners is null);
        Assert.AreEqual(HealthStatus.Healthy, (await CheckAsync(configuration)).Status);
    }

    private static async Task<HealthReportEntry> CheckAsync(IConfiguration configuration)
    {
        var services = new ServiceCollection().AddSingleton(configuration).AddLogging();
        services.AddHealthChecks().AddZooKeeperConfiguration();
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["zookeeper-configuration"];
    }

    private void Block()
    {
        _checkpoint.Pass();
    }
}
