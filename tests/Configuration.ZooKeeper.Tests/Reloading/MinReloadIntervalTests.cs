using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

[TestClass]
[TestCategory("EveryRelease")]
public sealed class MinReloadIntervalTests
{
    [TestMethod]
    public async Task Change_AfterPause_IsAtOnceAndNextWaitsForInterval()
    {
        var interval = TimeSpan.FromSeconds(5);
        var instant = TimeSpan.FromMilliseconds(1);
        var time = new ManualTime();
        await using var tree = await Subtree.CreateAsync(("Title", "0"));
        using var configuration = tree.Load(options =>
        {
            options.MinReloadInterval = interval;
            options.Connection.TimeProvider = time;
            options.Connection.SessionTimeout = TimeSpan.FromMinutes(1); // this client's clock does not ping by itself
        });
        using var reloads = new Reloads(configuration);
        time.Advance(interval);

        await tree.SetAsync("Title", "1");
        await Eventually.TrueAsync(() => configuration["Title"] == "1");

        await tree.SetAsync("Title", "2");
        await Eventually.TrueAsync(() => time.Awaited(interval) > 0);
        time.Advance(interval - instant);
        Assert.AreEqual("1", configuration["Title"]);
        Assert.AreEqual(1, time.Awaited(instant));

        time.Advance(instant);
        await Eventually.TrueAsync(() => configuration["Title"] == "2" && reloads.Count == 2);
    }

    [TestMethod]
    public async Task Burst_OfThousandWrites_MakesFewReloadsAndLosesNotTheLast()
    {
        const int Writes = 1000;
        var (time, interval) = (new ManualTime(), TimeSpan.FromSeconds(5));
        await using var tree = await Subtree.CreateAsync(("Count", "0"));
        using var configuration = tree.Load(options =>
        {
            options.MinReloadInterval = interval;
            options.Connection.TimeProvider = time;
            options.Connection.SessionTimeout = TimeSpan.FromMinutes(1); // this client's clock does not ping by itself
        });
        using var reloads = new Reloads(configuration);
        var started = time.GetTimestamp();
        for (var burst = 1; burst <= 4; burst++)
        {
            time.Advance(interval);
            await Task.WhenAll(Enumerable.Range(1, Writes / 4).Select(number => tree.SetAsync("Count", $"{burst}.{number}")));
        }

        await tree.SetAsync("Count", "last");
        await time.AdvanceUntilAsync(() => configuration["Count"] == "last", interval);

        // No time passed during a burst.
        Assert.IsLessThanOrEqualTo(1 + (int)(time.GetElapsedTime(started) / interval), reloads.Count);
    }
}
