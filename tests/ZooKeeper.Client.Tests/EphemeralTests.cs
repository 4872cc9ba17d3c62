using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class EphemeralTests
{
    [TestMethod]
    public async Task DisposeAsync_EphemeralsAreGoneAtOnce()
    {
        await using var observer = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var client = await SharedServer.ConnectAsync(options => options.SessionTimeout = TimeSpan.FromMinutes(1));
        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        Assert.IsNotNull(await observer.ExistsAsync(path));
        await client.DisposeAsync();
        Assert.IsNull(await observer.ExistsAsync(path));
    }

    [TestMethod]
    public async Task DisposeAsync_ClosesTheSessionAtTheServer()
    {
        var client = await SharedServer.ConnectAsync(options => options.SessionTimeout = TimeSpan.FromMinutes(1));
        var (id, password) = (client.SessionId, client.SessionPassword.ToArray());
        await client.DisposeAsync();
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => RawSession.ConnectAsync(SharedServer.Server.Port, TimeSpan.FromSeconds(10), id, password));
    }

    [TestMethod]
    public async Task GetEphemeralsAsync_ReturnsThoseOfTheSession_BelowThePath()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/mine", mode: CreateMode.Ephemeral);
        await client.CreateAsync(path + "-sibling", mode: CreateMode.Ephemeral);
        await other.CreateAsync(path + "/other", mode: CreateMode.Ephemeral);

        CollectionAssert.AreEqual(new[] { path + "/mine" }, (await client.GetEphemeralsAsync(path)).ToArray());
        CollectionAssert.AreEquivalent(new[] { path + "/mine", path + "-sibling" }, (await client.GetEphemeralsAsync()).ToArray());
    }
}
