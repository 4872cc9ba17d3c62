namespace ZooKeeper.Client.Tests.Watches;

[TestClass]
public sealed class PersistentWatchTests
{
    [TestMethod]
    public async Task Persistent_ReportsAllEventsOfTheZnode_AndStays()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(path, WatchMode.Persistent, events.Add);
        await client.CreateAsync(path);
        await client.SetDataAsync(path, [1]);
        await client.SetDataAsync(path, [1]);
        await client.CreateAsync(path + "/a");
        await client.SetDataAsync(path + "/a", [1]);
        await client.DeleteAsync(path + "/a");
        await client.DeleteAsync(path);
        CollectionAssert.AreEqual(
            new[]
            {
                WatchEventType.NodeCreated, WatchEventType.NodeDataChanged, WatchEventType.NodeDataChanged,
                WatchEventType.NodeChildrenChanged, WatchEventType.NodeChildrenChanged, WatchEventType.NodeDeleted,
            },
            (await events.NextAsync(6)).Select(watchedEvent => watchedEvent.Type).ToArray());
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task Recursive_ReportsEverythingBelow_InOrder()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, events.Add);
        await client.MultiAsync(new Multi().Create(path, null).Create(path + "/a", null).Create(path + "/a/b", null));
        await client.SetDataAsync(path + "/a/b", [1]);
        await client.CreateAsync(path + "-sibling");
        await client.DeleteAsync(path + "/a/b");
        CollectionAssert.AreEqual(
            new (WatchEventType, string)[]
            {
                (WatchEventType.NodeCreated, path),
                (WatchEventType.NodeCreated, path + "/a"),
                (WatchEventType.NodeCreated, path + "/a/b"),
                (WatchEventType.NodeDataChanged, path + "/a/b"),
                (WatchEventType.NodeDeleted, path + "/a/b"),
            },
            (await events.NextAsync(5)).Select(watchedEvent => (watchedEvent.Type, watchedEvent.Path)).ToArray());
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task Recursive_AtTheRoot_SeesEverything()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        await using var watch = await client.AddWatchAsync("/", WatchMode.PersistentRecursive, events.Add);
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/a");
        await events.NextAsync(watchedEvent => watchedEvent.Path == path);
        await events.NextAsync(watchedEvent => watchedEvent.Path == path + "/a");
    }

    [TestMethod]
    public async Task DisposeAsync_OfTheWatch_EndsIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        var watch = await client.AddWatchAsync(path, WatchMode.PersistentRecursive, events.Add);
        await watch.DisposeAsync();
        await watch.DisposeAsync();
        await client.CreateAsync(path);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task AddWatchAsync_Misuse_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        await Assert.ThrowsExactlyAsync<ArgumentNullException>(() => client.AddWatchAsync("/", WatchMode.Persistent, null!));
        await Assert.ThrowsExactlyAsync<ArgumentOutOfRangeException>(() => client.AddWatchAsync("/", (WatchMode)2, _ => { }));
        await Assert.ThrowsExactlyAsync<ArgumentException>(() => client.AddWatchAsync("/a/", WatchMode.Persistent, _ => { }));
    }

    [TestMethod]
    public async Task Events_OfOneMulti_ComeBeforeItsReply()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, events.Add);
        var multi = Enumerable.Range(0, 500).Aggregate(new Multi(), (multi, i) => multi.Create($"{path}/{i}", null));
        await client.MultiAsync(multi);
        await client.CallbacksDoneAsync();
        CollectionAssert.AreEqual(
            Enumerable.Range(0, 500).Select(i => $"{path}/{i}").ToArray(), events.TakeAll().Select(watchedEvent => watchedEvent.Path).ToArray());
    }
}
