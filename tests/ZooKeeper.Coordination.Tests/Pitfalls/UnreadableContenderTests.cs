using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Pitfalls;

/// <summary>A contender whose znode, or that of the one ahead, may not be read: the queue still has one order (docs/coordination/proof.md).</summary>
[TestClass]
public sealed class UnreadableContenderTests
{
    [TestMethod]
    public async Task AheadMayNotBeRead_StillWakes()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var stranger = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        await client.CreateAsync("/exports");
        var first = await new ZooKeeperLock(client, "/exports", new LockOptions { Acl = [new Acl(Permissions.All, "auth", "")] }).AcquireAsync();
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => stranger.ExistsAsync(first.Path));
        var waiting = new ZooKeeperLock(stranger, "/exports").AcquireAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 2);
        Assert.IsFalse(waiting.IsCompleted);

        await first.DisposeAsync();

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(second.IsHeld);
    }

    [TestMethod]
    public async Task AheadMayNotBeReadAfterAnOverflow_IsNotOvertaken()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var stranger = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        await client.CreateAsync("/exports");
        await server.SetCreateCounterAsync("/exports", int.MaxValue);
        await using var owner = await new ZooKeeperLock(client, "/exports", new LockOptions { Acl = [new Acl(Permissions.All, "auth", "")] }).AcquireAsync();

        var e = await Assert.ThrowsExactlyAsync<NoAuthException>(() => new ZooKeeperLock(stranger, "/exports").AcquireAsync().WaitAsync(SharedServer.Deadline));

        Assert.Contains(owner.Path, e.Message);
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 1);
    }

    [TestMethod]
    public async Task OwnMayNotBeReadAfterAnOverflow_IsAnErrorThatNamesItAndLeavesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports");
        await server.SetCreateCounterAsync("/exports", int.MaxValue);
        await using var owner = await new ZooKeeperLock(client, "/exports").AcquireAsync();
        var unreadable = new LockOptions { Acl = [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")] };

        var e = await Assert.ThrowsExactlyAsync<NoAuthException>(() => new ZooKeeperLock(client, "/exports", unreadable).AcquireAsync().WaitAsync(SharedServer.Deadline));

        Assert.StartsWith("/exports/", e.Path!);
        Assert.AreNotEqual(owner.Path, e.Path);
        Assert.Contains(e.Path!, e.Message);
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 1);
    }

    [TestMethod]
    public async Task OwnMayNotBeRead_WaitsAndIsGranted()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var unreadable = new LockOptions { Acl = [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")] };
        await client.CreateAsync("/exports");
        var first = await new ZooKeeperLock(client, "/exports", unreadable).AcquireAsync().WaitAsync(SharedServer.Deadline);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => client.GetDataAsync(first.Path));
        var waiting = new ZooKeeperLock(client, "/exports", unreadable).AcquireAsync();
        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/exports")).Names.Count == 2);

        await first.DisposeAsync();

        await using var second = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.IsTrue(second.IsHeld);
    }

    [TestMethod]
    public async Task WriterBesideAReaderThatMayNotBeRead_IsNotGranted()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var stranger = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        await client.CreateAsync("/index");
        Acl[] acl = [new Acl(Permissions.All, "auth", "")];

        // Curator's writer that also reads: both znodes have one number.
        var writer = await client.CreateAsync($"/index/_c_{Guid.NewGuid()}-__WRIT__", mode: CreateMode.EphemeralSequential, acl: acl);
        await client.CreateAsync($"/index/_c_{Guid.NewGuid()}-__READ__{writer.Path[^10..]}", mode: CreateMode.Ephemeral, acl: acl);

        var index = new ZooKeeperReadWriteLock(stranger, "/index");
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => index.AcquireWriteAsync().WaitAsync(SharedServer.Deadline));

        await Eventually.TrueAsync(async () => (await client.GetChildrenAsync("/index")).Names.Count == 2);
    }
}
