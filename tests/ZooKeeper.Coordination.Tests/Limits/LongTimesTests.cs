using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>Times that no timer supports: a wait has no limit, and a delay is an error that names its option.</summary>
[TestClass]
public sealed class LongTimesTests
{
    [TestMethod]
    [DataRow(-1L)]
    [DataRow(60L * 24 * 3600 * 1000)]
    [DataRow(long.MaxValue / TimeSpan.TicksPerMillisecond)]
    public async Task TryAcquire_WaitThatNoTimerSupports_WaitsUntilItIsFree(long milliseconds)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var exports = new ZooKeeperLock(client, path);
        var first = await exports.AcquireAsync();

        var waiting = exports.TryAcquireAsync(TimeSpan.FromMilliseconds(milliseconds));
        await Eventually.TrueAsync(async () => waiting.IsFaulted || (await client.GetChildrenAsync(path)).Names.Count == 2);
        Assert.IsFalse(waiting.IsCompleted);
        await first.DisposeAsync();

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsNotNull(second);
    }

    [TestMethod]
    public async Task TryAcquire_NegativeWait_ThrowsWithItsName()
    {
        await using var client = await SharedServer.ConnectAsync();

        var e = await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => new ZooKeeperLock(client, "/exports").TryAcquireAsync(TimeSpan.FromSeconds(-1)));

        Assert.AreEqual("wait", e.ParamName);
    }

    [TestMethod]
    public async Task Options_DelayThatNoTimerSupports_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();

        var ofGroup = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperGroup(client, "/group", new GroupOptions { RetryDelay = TimeSpan.MaxValue }));
        var ofCounter = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperCounter(client, "/count", new CounterOptions { MaxRetryDelay = TimeSpan.MaxValue }));

        Assert.AreEqual((nameof(GroupOptions.RetryDelay), nameof(CounterOptions.MaxRetryDelay)), (ofGroup.ParamName, ofCounter.ParamName));
    }
}
