namespace ZooKeeper.Client.Tests;

/// <summary>Behind a chroot every path, sent or received, is the user's.</summary>
[TestClass]
public sealed class ChrootedClientTests
{
    [TestMethod]
    public async Task Operations_SendPathsBelowTheChroot_AndReturnThemWithoutIt()
    {
        var root = SharedServer.UniquePath();
        await using var plain = await SharedServer.ConnectAsync();
        await plain.CreateAsync(root);
        await using var client = await SharedServer.ConnectAsync(chroot: root);

        Assert.AreEqual("/a", (await client.CreateAsync("/a", [1])).Path);
        Assert.AreEqual("/a/n-0000000000", (await client.CreateAsync("/a/n-", mode: CreateMode.EphemeralSequential)).Path);
        CollectionAssert.AreEqual(new byte[] { 1 }, (await plain.GetDataAsync(root + "/a")).Data);
        await client.SetDataAsync("/a", [2]);
        CollectionAssert.AreEqual(new byte[] { 2 }, (await client.GetDataAsync("/a")).Data);
        Assert.IsNotNull(await client.ExistsAsync("/"));
        CollectionAssert.AreEqual(new[] { "a" }, (await client.GetChildrenAsync("/")).Names.ToArray());
        Assert.AreEqual(2, await client.GetAllChildrenNumberAsync("/"));
        Assert.AreEqual("/a/n-0000000000", string.Join(" ", await client.GetEphemeralsAsync()));
        await client.SetAclAsync("/a", [new(Permissions.All, "ip", "127.0.0.1")]);
        Assert.AreEqual("ip", (await plain.GetAclAsync(root + "/a")).Acl.Single().Scheme);
        Assert.AreEqual("ip", (await client.GetAclAsync("/a")).Acl.Single().Scheme);
        await client.SyncAsync();

        var results = await client.MultiAsync(new Multi().Create("/b", null).Create("/b/s-", null, CreateMode.PersistentSequential).SetData("/a", null).Check("/b"));
        CollectionAssert.AreEqual(new[] { "/b", "/b/s-0000000000", "/a", "/b" }, results.Select(result => result.Path).ToArray());
        var read = await client.MultiReadAsync(new MultiRead().GetChildren("/").GetData("/missing"));
        CollectionAssert.AreEquivalent(new[] { "a", "b" }, read.Results[0].Children!.ToArray());
        Assert.AreEqual("/missing", read.Results[1].Path);

        await client.DeleteAsync("/b/s-0000000000");
        Assert.IsNull(await plain.ExistsAsync(root + "/b/s-0000000000"));
    }

    [TestMethod]
    public async Task Errors_HaveThePathOfTheUserAndNameThatOfTheServer()
    {
        var root = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(chroot: root);
        Assert.IsNull(await client.ExistsAsync("/"), "the chroot need not exist");
        var exception = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.GetDataAsync("/a"));
        Assert.AreEqual("/a", exception.Path);
        Assert.Contains($"GetData of '{root}/a' failed: the znode does not exist", exception.Message);
        var create = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.CreateAsync("/a"));
        Assert.AreEqual("/a", create.Path);
        Assert.Contains($"Create of '{root}/a' failed: its parent '{root}' does not exist", create.Message);
        var multi = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.MultiAsync(new Multi().Delete("/b")));
        Assert.AreEqual("/b", multi.Path);
        Assert.Contains($"'{root}/b'", multi.Message);
        multi = await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.MultiAsync(new Multi().Create("/b/c", null)));
        Assert.Contains($"Create of '{root}/b/c' failed: its parent '{root}/b' does not exist", multi.Message);
    }

    [TestMethod]
    public async Task Events_OfAllWatches_HaveThePathOfTheUser_AndNoneComesFromTheSibling()
    {
        var root = SharedServer.UniquePath();
        await using var plain = await SharedServer.ConnectAsync();
        await plain.CreateAsync(root);
        await plain.CreateAsync(root + "le");
        await using var client = await SharedServer.ConnectAsync(chroot: root);
        var recursive = new Recorder<WatchedEvent>();
        var oneShots = new Recorder<WatchedEvent>();
        await client.GetChildrenAsync("/", oneShots.Add);
        await client.ExistsAsync("/a", oneShots.Add);
        await client.AddWatchAsync("/", WatchMode.PersistentRecursive, recursive.Add);

        await plain.CreateAsync(root + "/a");
        await plain.CreateAsync(root + "le/a");
        await plain.SetDataAsync(root, [1]);
        await plain.DeleteAsync(root + "/a");

        Assert.AreEqual((WatchEventType.NodeCreated, "/a"), Brief(await recursive.NextAsync()));
        Assert.AreEqual((WatchEventType.NodeDataChanged, "/"), Brief(await recursive.NextAsync()));
        Assert.AreEqual((WatchEventType.NodeDeleted, "/a"), Brief(await recursive.NextAsync()));
        CollectionAssert.AreEquivalent(
            new[] { (WatchEventType.NodeChildrenChanged, "/"), (WatchEventType.NodeCreated, "/a") }, (await oneShots.NextAsync(2)).Select(Brief).ToArray());
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_BehindAChroot_RemovesThem()
    {
        var root = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(chroot: root);
        await using var plain = await SharedServer.ConnectAsync();
        await plain.CreateAsync(root);
        var events = new Recorder<WatchedEvent>();
        await client.AddWatchAsync("/a", WatchMode.Persistent, events.Add);
        await client.RemoveWatchesAsync("/a");
        await client.CreateAsync("/a");
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    private static (WatchEventType Type, string Path) Brief(WatchedEvent watchedEvent) => (watchedEvent.Type, watchedEvent.Path);
}
