using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Locks;

/// <summary>Writes that take effect only if the lock is still held.</summary>
[TestClass]
public sealed class CommitTests
{
    [TestMethod]
    public async Task Commit_Held_WritesAndReturnsTheResultsOfTheWritesOnly()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var held = await new ZooKeeperLock(client, "/exports").AcquireAsync();

        var writes = new Multi().Create("/result", "one"u8.ToArray());
        var results = await held.CommitAsync(writes);

        Assert.HasCount(1, results);
        Assert.AreEqual("/result", results[0].Path);
        Assert.AreEqual(1, writes.Count, "the caller can use its list again");
    }

    [TestMethod]
    public async Task Commit_LockWasLost_WritesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var held = await new ZooKeeperLock(client, "/exports").AcquireAsync();
        await server.ExpireSessionAsync(client.SessionId);
        await Eventually.TrueAsync(() => held.LostToken.IsCancellationRequested, because: "before, the answer may be lost with the connection");

        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => held.CommitAsync(new Multi().Create("/result", data: null)));

        Assert.IsNull(await other.ExistsAsync("/result"));
        Assert.IsFalse(held.IsHeld);
    }

    [TestMethod]
    public async Task Commit_ZnodeDeletedAndAWriteWouldFailToo_SaysThatTheLockIsLost()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var held = await new ZooKeeperLock(client, "/exports").AcquireAsync();
        await Assert.ThrowsExactlyAsync<NoNodeException>(() => held.CommitAsync(new Multi().SetData("/missing", data: null)));
        await client.DeleteAsync(held.Path);

        await Assert.ThrowsExactlyAsync<OwnershipLostException>(() => held.CommitAsync(new Multi().SetData("/missing", data: null)));
    }
}
