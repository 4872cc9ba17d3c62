using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>Paths, permissions and servers that cannot work: a clear error, no hang, and nothing left behind.</summary>
[TestClass]
public sealed class BadInputTests
{
    [TestMethod]
    [DataRow("lock")]
    [DataRow("read")]
    [DataRow("write")]
    [DataRow("election")]
    public async Task Acquire_MayNotCreate_Throws(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports", acl: [new Acl(Permissions.Read | Permissions.Delete, "world", "anyone")]);

        var e = await Assert.ThrowsExactlyAsync<NoAuthException>(() => Recipe.Of(name).AcquireNowAsync(client, "/exports").WaitAsync(SharedServer.Deadline));

        Assert.Contains("/exports", e.Message);
        Assert.IsEmpty((await client.GetChildrenAsync("/exports")).Names);
    }

    [TestMethod]
    public async Task Acquire_MayNotList_ThrowsAndLeavesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.AddAuthAsync("digest", "admin:secret"u8.ToArray());
        await admin.CreateAsync("/exports", acl: [new Acl(Permissions.Create | Permissions.Delete, "world", "anyone"), new Acl(Permissions.All, "auth", "")]);

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => new ZooKeeperLock(client, "/exports").AcquireAsync().WaitAsync(SharedServer.Deadline));

        await Eventually.TrueAsync(async () => (await admin.GetChildrenAsync("/exports")).Names.Count == 0);
    }

    [TestMethod]
    [DataRow("lock")]
    [DataRow("election")]
    public async Task Acquire_ParentIsEphemeral_Throws(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/exports", mode: CreateMode.Ephemeral);

        var e = await Assert.ThrowsAsync<ZooKeeperException>(() => Recipe.Of(name).AcquireNowAsync(client, "/exports").WaitAsync(SharedServer.Deadline));

        Assert.AreEqual(ErrorCode.NoChildrenForEphemerals, e.ErrorCode);
        Assert.Contains("/exports", e.Message);
    }

    [TestMethod]
    public async Task Acquire_ChrootDoesNotExist_Throws()
    {
        await using var client = await ZooKeeperClient.ConnectAsync($"{SharedServer.Server.ConnectionString}/no-such-chroot");

        await Assert.ThrowsExactlyAsync<NoNodeException>(() => new ZooKeeperLock(client, "/exports").AcquireAsync().WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task Count_ChrootDoesNotExist_Throws()
    {
        await using var client = await ZooKeeperClient.ConnectAsync($"{SharedServer.Server.ConnectionString}/no-such-chroot");
        var counter = new ZooKeeperCounter(client, "/orders");

        await Assert.ThrowsExactlyAsync<NoNodeException>(() => counter.AddAsync(1).WaitAsync(SharedServer.Deadline));
        await Assert.ThrowsExactlyAsync<NoNodeException>(() => counter.CompareAndSetAsync(0, 1).WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/zookeeper")]
    public async Task Acquire_UnusualPath_WorksOrThrows(string path)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);

        try
        {
            await using var handle = await new ZooKeeperLock(client, path).AcquireAsync().WaitAsync(SharedServer.Deadline);
            Assert.IsTrue(handle.IsHeld);
        }
        catch (ZooKeeperException e)
        {
            Assert.Contains(path, e.Message);
        }

        Assert.DoesNotContain(name => name.Contains("lock-", StringComparison.Ordinal), (await client.GetChildrenAsync(path)).Names);
    }

    [TestMethod]
    [DataRow("lock-0000000000")]
    [DataRow("lock-9999999999")]
    [DataRow("_c_6f9619ff-8b86-d011-b42d-00c04fc964ff-lock-")]
    [DataRow("__lock__x")]
    [DataRow("ключ")]
    public async Task Acquire_ChildThatNoRecipeWrote_EndsOrIsBlocked(string name)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateWithParentsAsync($"/exports/{name}");

        var handle = await new ZooKeeperLock(client, "/exports").TryAcquireAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(SharedServer.Deadline);

        // A name that looks like a contender's counts as one, whoever wrote it.
        Assert.AreEqual(name == "lock-0000000000", handle is null);
        await (handle?.DisposeAsync() ?? ValueTask.CompletedTask);
        CollectionAssert.AreEqual(new[] { name }, (await client.GetChildrenAsync("/exports")).Names.ToArray());
    }
}
