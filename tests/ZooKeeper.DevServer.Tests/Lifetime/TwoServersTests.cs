using ZooKeeper.Client;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests.Lifetime;

/// <summary>Two servers in one process do not meet.</summary>
[TestClass]
public sealed class TwoServersTests
{
    private ZooKeeperDevServer _one = null!;
    private ZooKeeperDevServer _other = null!;

    [TestInitialize]
    public async Task StartAsync() => (_one, _other) = (await ZooKeeperDevServer.StartAsync(), await ZooKeeperDevServer.StartAsync());

    [TestCleanup]
    public async Task StopAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [TestMethod]
    public async Task Znodes_OfOne_AreNotInTheOther()
    {
        await using var session = await _other.OpenAsync();
        await _one.SetAsync("/a", "1");
        Assert.IsFalse(await session.HasAsync("/a"));
        await _other.SetAsync("/a", "2");
        await _one.DeleteAsync("/a");
        Assert.IsTrue(await session.HasAsync("/a"));
    }

    [TestMethod]
    public async Task Session_OfOne_IsUnknownToTheOther()
    {
        await using var session = await _one.OpenAsync();
        await using var there = await _other.OpenAsync();
        Assert.AreNotEqual(session.Id, there.Id);

        await using var stranger = await _other.ReattachAsync(session);
        Assert.IsTrue(stranger.Handshake!.IsExpired);
        await stranger.ClosedAsync();
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => _other.ExpireSessionAsync(session.Id));
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task SessionIds_OfManyServers_AreDistinct()
    {
        var ids = new HashSet<long>();
        for (var i = 0; i < 50; i++)
        {
            await using var server = await ZooKeeperDevServer.StartAsync();
            await using var first = await server.OpenAsync();
            await using var second = await server.OpenAsync();
            Assert.IsTrue(ids.Add(first.Id) && ids.Add(second.Id));
        }

        Assert.DoesNotContain(0, ids);
    }

    [TestMethod]
    public async Task Watches_AtOne_SeeNothingOfTheOther()
    {
        await using var session = await _one.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        await _other.SetAsync("/a", "1");
        Assert.IsEmpty(await session.EventsAsync());
        await _one.SetAsync("/b", "1");
        Assert.AreEqual("/b", (await session.EventsAsync()).Single().Path);
    }

    [TestMethod]
    public async Task Switches_OfOne_LeaveTheOtherAlone()
    {
        await using var session = await _other.OpenAsync();
        (await session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        await _one.PauseAsync();
        (_one.RefuseConnections, _one.ReplyDelay, _one.Reattachment) = (true, TimeSpan.FromHours(1), SessionReattachment.Expire);
        await _one.ExpireAllSessionsAsync();
        await _one.WipeAsync();
        await _one.RestartAsync(ZooKeeperRelease.V35);

        Assert.IsTrue(await session.HasAsync("/mine"));
        await using var again = await _other.ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        (await again.AddWatchAsync("/")).Ok();
        Assert.AreEqual(ZooKeeperRelease.V39, _other.Release);
    }
}
