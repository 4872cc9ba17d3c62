using System.Globalization;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Ensemble;

/// <summary>A link on which a single reply takes longer than a server may be silent, and the whole load many sessions' time.</summary>
[TestClass]
public sealed class SlowLinkTests
{
    private const int Kilobyte = 1024;
    private const int LostConnectionEvent = 1001;
    private static readonly int Keys = Effort.Of(daily: 60, nightly: 100);
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(Effort.Of(daily: 2, nightly: 4));

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Load_ManySessionTimeoutsLong_IsDoneOnOneConnection()
    {
        await using var tree = await Subtree.CreateAsync();
        foreach (var key in Enumerable.Range(0, Keys))
        {
            await tree.SetAsync($"k{key}", new string((char)('a' + (key % 26)), 100 * Kilobyte));
        }

        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        proxy.BytesPerSecond = Effort.Of(daily: 512, nightly: 256) * Kilobyte;
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
