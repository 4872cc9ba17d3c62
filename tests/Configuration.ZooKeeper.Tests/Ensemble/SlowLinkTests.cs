using System.Globalization;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Ensemble;

/// <summary>A link on which a single reply takes longer than a server may be silent, and the whole load many sessions' time.</summary>
[TestClass]
public sealed class SlowLinkTests
{
    private const int Kilobyte = 1024;
    private const int LostConnectionEvent = 1001;
    private const int Keys = 100;

    // Two thirds of it are more than a busy machine pauses for.
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(7);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [TestCategory("Nightly")] // takes as long as its link is slow; by day the heartbeat's tests have such a link in virtual time
    public async Task Load_ManySessionTimeoutsLong_IsDoneOnOneConnection()
    {
        await using var tree = await Subtree.CreateAsync();
        foreach (var key in Enumerable.Range(0, Keys))
        {
            await tree.SetAsync($"k{key}", new string((char)('a' + (key % 26)), 100 * Kilobyte));
        }

        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        proxy.BytesPerSecond = 256 * Kilobyte;
        var log = new RecordingLogging();
        var started = TimeProvider.System.GetTimestamp();

        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.StartupTimeout = TimeSpan.FromMinutes(5);
            options.Connection.SessionTimeout = SessionTimeout;
            options.Connection.LoggerFactory = log;
        });

        var took = TimeProvider.System.GetElapsedTime(started);
        TestContext.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"loaded in {took.TotalSeconds:F0} s, {proxy.BytesToClient} bytes, the largest reply {proxy.LargestReply}"));
        Assert.AreEqual(Keys, configuration.Status().KeyCount);
        Assert.AreEqual(100 * Kilobyte, configuration[$"k{Keys - 1}"]!.Length);
        Assert.IsGreaterThan(5 * SessionTimeout, took, "the link was too fast to prove anything");
        Assert.IsEmpty(log.Of(LostConnectionEvent).ToArray());
        Assert.IsLessThan(Keys * 110 * Kilobyte, proxy.BytesToClient, "it was read once");

        // And it goes on.
        await tree.SetAsync("k0", "new");
        await Eventually.TrueAsync(() => configuration["k0"] == "new");
    }
}
