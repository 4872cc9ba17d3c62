using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Ensemble;

/// <summary>All servers are away, or have lost what they knew. What the application has seen once, it never takes back.</summary>
[TestClass]
public sealed class LostEnsembleTests
{
    private const int ManyWrites = 200;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ElectionDeadline = TimeSpan.FromMinutes(2);

    [TestMethod]
    public async Task Quorum_LostForThreeSessionTimeoutsAndALaggingFollowerFirstBack_NothingGoesBack()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var tree = await Subtree.NewAsync(ensemble.ConnectionString);
        await tree.SetAsync("Title", "1");
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Connection.SessionTimeout = SessionTimeout;
            options.Connection.LoggerFactory = log;
        });
        using var monotony = new Monotony(configuration);

        // One follower stands still and misses the rest.
        var leader = await ensemble.FindLeaderAsync();
        var lagging = ensemble.Servers.First(server => server != leader);
        await lagging.PauseAsync();
        await tree.SetAsync("Title", "2");
        await Eventually.TrueAsync(() => configuration["Title"] == "2", ElectionDeadline);
        var seen = configuration.Status().LastZxid;
        await Task.WhenAll(ensemble.Servers.Where(server => server != lagging).Select(server => server.KillAsync()));
        await Eventually.TrueAsync(() => configuration.Status().IsStale);

        // It is the first to be back, and has no quorum.
        await lagging.ResumeAsync();
        var lost = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(lost) > 3 * SessionTimeout);
        Assert.AreEqual("2", configuration["Title"]);
        Assert.IsTrue(configuration.Status().IsStale);

        await Task.WhenAll(ensemble.Servers.Where(server => server != lagging).Select(server => server.StartAgainAsync()));
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false, Session: SessionState.Connected }, ElectionDeadline);
        await tree.SetAsync("Title", "3");
        await Eventually.TrueAsync(() => configuration["Title"] == "3", ElectionDeadline);
        Assert.IsGreaterThan(seen, configuration.Status().LastZxid);
        monotony.Verify();
        Assert.IsEmpty(log.Lines.Where(line => line.Level == LogLevel.Critical).ToArray(), "the history is the same");
    }

    [TestMethod]
    public async Task Ensemble_WipedAndWrittenPastTheOldZxid_NewStateArrivesAndIsToldOnce()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var tree = await Subtree.NewAsync(ensemble.ConnectionString);
        await tree.SetAsync("Title", "old");
        await tree.SetAsync("Gone", "1");
        await WriteAsync(tree, ManyWrites);
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var reloads = new Reloads(configuration);
        var old = configuration.Status().LastZxid;

        await Task.WhenAll(ensemble.Servers.Select(server => server.KillAsync()));
        await Task.WhenAll(ensemble.Servers.Select(server => server.WipeAsync()));
        await Task.WhenAll(ensemble.Servers.Select(server => server.StartAgainAsync()));

        // The tree first, which the old zxid keeps from being seen until others have written enough. Not with the client of before, which has seen it as well.
        await using (var other = await ZooKeeperClient.ConnectAsync(ensemble.ConnectionString))
        {
            await other.MultiAsync(
                new Multi().Create(tree.Path, null).Create(tree.PathOf("Title"), "new"u8.ToArray()).Create(tree.PathOf("Added"), "1"u8.ToArray()));
            while (other.LastZxid <= old)
            {
                await other.SetDataAsync("/", [1]);
            }
        }

        await Eventually.TrueAsync(() => configuration["Title"] == "new" && reloads.Count > 0, ElectionDeadline);
        Assert.IsNull(configuration["Gone"]);
        Assert.AreEqual("1", configuration["Added"]);
        Assert.AreEqual(1, reloads.Count);
        Assert.HasCount(1, log.Lines.Where(line => line.Level == LogLevel.Critical));
        await Eventually.TrueAsync(() => configuration.Status() is { IsStale: false } status && status.LastZxid > old);
    }

    private static async Task WriteAsync(Subtree tree, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await tree.SetAsync("Gone", $"{i}");
        }
    }

    /// <summary>Looks all the time whether the value or the zxid goes back.</summary>
    private sealed class Monotony : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _watching;

        public Monotony(ConfigurationRoot configuration) => _watching = Task.Run(() => WatchAsync(configuration));

        public void Verify()
        {
            Dispose();
            Assert.IsFalse(_watching.IsFaulted, _watching.Exception?.InnerException?.Message);
        }

        public void Dispose()
        {
            if (!_stop.IsCancellationRequested)
            {
                _stop.Cancel();
                ((IAsyncResult)_watching).AsyncWaitHandle.WaitOne();
                _stop.Dispose();
            }
        }

        private async Task WatchAsync(ConfigurationRoot configuration)
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (var (zxid, title) = (0L, "0"); !_stop.IsCancellationRequested; await pace.WaitForNextTickAsync())
            {
                var (nextZxid, nextTitle) = (configuration.Status().LastZxid, configuration["Title"]!);
                Assert.IsGreaterThanOrEqualTo(zxid, nextZxid);
                Assert.IsGreaterThanOrEqualTo(0, string.CompareOrdinal(nextTitle, title), $"'{nextTitle}' after '{title}'");
                (zxid, title) = (nextZxid, nextTitle);
            }
        }
    }
}
