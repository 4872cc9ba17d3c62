using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class CreateTests
{
    [TestMethod]
    public async Task CreateAsync_Persistent_ReturnsPathAndStat()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var before = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var created = await client.CreateAsync(path, [1, 2, 3]);

        Assert.AreEqual(path, created.Path);
        Assert.AreEqual(3, created.Stat.DataLength);
        Assert.AreEqual(0, created.Stat.Version);
        Assert.AreEqual(0, created.Stat.EphemeralOwner);
        Assert.AreEqual(created.Stat.Czxid, created.Stat.Mzxid);
        Assert.AreEqual(created.Stat.Czxid, created.Stat.Pzxid);
        Assert.IsGreaterThanOrEqualTo(created.Stat.Czxid, client.LastZxid);
        Assert.IsGreaterThanOrEqualTo(before, created.Stat.Ctime);
        Assert.AreEqual(created.Stat.Ctime, created.Stat.Mtime);
        Assert.AreEqual(created.Stat, await client.ExistsAsync(path));
    }

    [TestMethod]
    public async Task CreateAsync_Ephemeral_BelongsToTheSession()
    {
        await using var client = await SharedServer.ConnectAsync();
        var created = await client.CreateAsync(SharedServer.UniquePath(), mode: CreateMode.Ephemeral);
        Assert.AreEqual(client.SessionId, created.Stat.EphemeralOwner);
        var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.CreateAsync(created.Path + "/child"));
        Assert.AreEqual(ErrorCode.NoChildrenForEphemerals, exception.ErrorCode);
    }

    [TestMethod]
    [DataRow(CreateMode.PersistentSequential)]
    [DataRow(CreateMode.EphemeralSequential)]
    [DataRow(CreateMode.PersistentSequentialWithTtl)]
    public async Task CreateAsync_Sequential_AppendsAGrowingNumber(CreateMode mode)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var ttl = mode == CreateMode.PersistentSequentialWithTtl ? TimeSpan.FromHours(1) : (TimeSpan?)null;

        var first = await client.CreateAsync(path + "/n-", mode: mode, ttl: ttl);
        var second = await client.CreateAsync(path + "/n-", mode: mode, ttl: ttl);
        Assert.MatchesRegex(new Regex($"^{path}/n-\\d{{10}}$"), first.Path);
        Assert.IsGreaterThan(0, string.CompareOrdinal(second.Path, first.Path));
        Assert.AreEqual(mode == CreateMode.EphemeralSequential ? client.SessionId : 0, first.Stat.EphemeralOwner);
        Assert.AreEqual(first.Stat, await client.ExistsAsync(first.Path));
    }

    [TestMethod]
    public async Task CreateAsync_SequentialWithTrailingSlash_IsNamedByTheNumberAlone()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var created = await client.CreateAsync(path + "/", mode: CreateMode.PersistentSequential);
        Assert.AreEqual(path + "/0000000000", created.Path);
    }

    [TestMethod]
    public async Task CreateAsync_Container_GoesAfterItsLastChild()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var created = await client.CreateAsync(path, [1], CreateMode.Container);
        Assert.AreEqual(path, created.Path);
        Assert.AreEqual(0, created.Stat.EphemeralOwner);
        await client.CreateAsync(path + "/child");
        await client.DeleteAsync(path + "/child");
        await Eventually.TrueAsync(async () => await client.ExistsAsync(path) is null);
    }

    [TestMethod]
    public async Task CreateAsync_WithTtl_GoesWhenItsTimeIsOver()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var lasting = path + "-lasting";
        var created = await client.CreateAsync(path, [1], CreateMode.PersistentWithTtl, ttl: TimeSpan.FromMilliseconds(1));
        await client.CreateAsync(lasting, [1], CreateMode.PersistentWithTtl, ttl: TimeSpan.FromHours(1));
        Assert.AreEqual(path, created.Path);
        await Eventually.TrueAsync(async () => await client.ExistsAsync(path) is null);
        Assert.IsNotNull(await client.ExistsAsync(lasting));
    }

    [TestMethod]
    public async Task CreateAsync_Exists_ThrowsNodeExists()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var exception = await Assert.ThrowsExactlyAsync<NodeExistsException>(() => client.CreateAsync(path));
        Assert.AreEqual(path, exception.Path);
    }

    [TestMethod]
    public async Task CreateAsync_NoParent_ThrowsNoNode()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath() + "/child";
        var exception = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.CreateAsync(path));
        Assert.Contains(path, exception.Message);
    }

    [TestMethod]
    public async Task CreateAsync_Misuse_ThrowsClrExceptions()
    {
        await using var client = await SharedServer.ConnectAsync();
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.CreateAsync("a"));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.CreateAsync("/a/"));
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => client.CreateAsync(null!));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.CreateAsync("/a", ttl: TimeSpan.FromSeconds(1)));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => client.CreateAsync("/a", mode: CreateMode.PersistentWithTtl));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => client.CreateAsync("/a", mode: CreateMode.PersistentWithTtl, ttl: TimeSpan.Zero));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => client.CreateAsync("/a", mode: (CreateMode)7));
    }
}
