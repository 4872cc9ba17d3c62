using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>Loads that no server answers. Their time is virtual: the startup timeout is over when all servers have been tried, however busy the machine is.</summary>
internal static class FailedLoad
{
    private const int NoServerEvent = 1003;

    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <summary>
    /// Loads until each server has failed, and then until the startup timeout. Until then time passes by <paramref name="step"/>: it need not, unless a server
    /// is silent.
    /// </summary>
    public static async Task<ZooKeeperConfigurationException> OfAsync(
        Subtree tree, Action<ZooKeeperConfigurationOptions> configure, TimeSpan step = default, RecordingLogging? recorder = null)
    {
        var (time, log) = (new ManualTime(), recorder ?? new RecordingLogging());
        var loading = Task.Run(() => tree.Load(options =>
        {
            options.StartupTimeout = Timeout;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
            configure(options);
        }));
        await Eventually.TrueAsync(() => time.Awaited(Timeout) > 0 || loading.IsCompleted);
        await time.AdvanceUntilAsync(() => log.Of(NoServerEvent).Any() || loading.IsCompleted, step);
        Assert.IsFalse(loading.IsCompleted, "the servers are tried again until the startup timeout");

        // Once: another step could end the next attempt, whose failure would then be reported.
        time.Advance(Timeout);
        var e = await Assert.ThrowsExactlyAsync<ZooKeeperConfigurationException>(() => loading.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("no ZooKeeper server could be used within 3600 s", e.Message);
        return e;
    }
}
