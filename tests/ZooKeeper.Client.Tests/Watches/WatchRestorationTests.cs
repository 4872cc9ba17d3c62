namespace ZooKeeper.Client.Tests.Watches;

/// <summary>What happens to watches when the connection is lost, and the world changes before the next one.</summary>
[TestClass]
public sealed class WatchRestorationTests
{
    [TestMethod]
    public async Task OneShots_WhatChangedMeanwhile_FiresAfterTheReconnect()
    {
        await using var away = await Away.ConnectAsync();
        var (client, other) = (away.Client, away.Other);
        var root = SharedServer.UniquePath();
        await other.MultiAsync(new[] { "", "/data", "/children", "/deleted", "/gone", "/same" }
            .Aggregate(new Multi(), (multi, name) => multi.Create(root + name, null)));
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(root + "/data", events.Add);
        await client.GetChildrenAsync(root + "/children", events.Add);
        await client.GetDataAsync(root + "/deleted", events.Add);
        await client.GetChildrenAsync(root + "/gone", events.Add);
        await client.ExistsAsync(root + "/created", events.Add);
        await client.GetDataAsync(root + "/same", events.Add);
        await client.GetChildrenAsync(root + "/same", events.Add);

        await away.WhileAwayAsync(async () =>
        {
            await other.SetDataAsync(root + "/data", [1]);
            await other.CreateAsync(root + "/children/a");
            await other.DeleteAsync(root + "/deleted");
            await other.DeleteAsync(root + "/gone");
            await other.CreateAsync(root + "/created");
        });

        CollectionAssert.AreEquivalent(
            new[]
            {
                new WatchedEvent(WatchEventType.NodeDataChanged, root + "/data", -1),
                new WatchedEvent(WatchEventType.NodeChildrenChanged, root + "/children", -1),
                new WatchedEvent(WatchEventType.NodeDeleted, root + "/deleted", -1),
                new WatchedEvent(WatchEventType.NodeDeleted, root + "/gone", -1),
                new WatchedEvent(WatchEventType.NodeCreated, root + "/created", -1),
            },
            await events.NextAsync(5));
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty, "what did not change waits on");

        await other.CreateAsync(root + "/same/a");
        await other.SetDataAsync(root + "/same", [1]);
        CollectionAssert.AreEqual(
            new[] { WatchEventType.NodeChildrenChanged, WatchEventType.NodeDataChanged },
            (await events.NextAsync(2)).Select(watchedEvent => watchedEvent.Type).ToArray());
    }

    [TestMethod]
    public async Task OneShots_ThatHaveFired_DoNotComeBack()
    {
        await using var away = await Away.ConnectAsync();
        var path = SharedServer.UniquePath();
        await away.Other.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await away.Client.GetDataAsync(path, events.Add);
        await away.Other.SetDataAsync(path, [1]);
        await events.NextAsync();
        await away.WhileAwayAsync(() => away.Other.SetDataAsync(path, [2]));
        await away.Client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task Persistent_OfBothModes_GoOnAfterTheReconnect()
    {
        await using var away = await Away.ConnectAsync();
        var (client, other) = (away.Client, away.Other);
        var root = SharedServer.UniquePath();
        await other.MultiAsync(new Multi().Create(root, null).Create(root + "/a", null).Create(root + "-p", null));
        var (recursive, below) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        var (persistent, oneShot) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.AddWatchAsync(root, WatchMode.PersistentRecursive, recursive.Add);
        await client.AddWatchAsync(root + "/a", WatchMode.Persistent, below.Add);
        await client.AddWatchAsync(root + "-p", WatchMode.Persistent, persistent.Add);
        await client.GetDataAsync(root, oneShot.Add);

        for (var i = 0; i < 3; i++)
        {
            await away.WhileAwayAsync(() => other.SetDataAsync(root + "-p", [1]));
            await client.SyncAsync();
            await other.SetDataAsync(root + "/a", [1]);
            await other.SetDataAsync(root + "-p", [1]);
            await recursive.NextAsync(watchedEvent => watchedEvent.Path == root + "/a");
            await below.NextAsync(watchedEvent => watchedEvent.Path == root + "/a");
            await persistent.NextAsync(watchedEvent => watchedEvent.Path == root + "-p");
        }

        Assert.IsTrue(oneShot.IsEmpty);
        await other.SetDataAsync(root, [1]);
        await oneShot.NextAsync();
        await recursive.NextAsync(watchedEvent => watchedEvent.Path == root);
    }

    [TestMethod]
    public async Task Watches_ThatWereRemoved_StayRemoved()
    {
        await using var away = await Away.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        var watch = await away.Client.AddWatchAsync(path, WatchMode.PersistentRecursive, events.Add);
        await away.WhileAwayAsync(async () => await watch.DisposeAsync());
        await away.Other.CreateAsync(path);
        await away.Client.SyncAsync();
        await away.Client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task Watches_ThousandsWithLongPaths_AreRestored_AndFireWhatWasMissed()
    {
        await using var away = await Away.ConnectAsync();
        var (client, other) = (away.Client, away.Other);
        var root = SharedServer.UniquePath();
        await other.CreateAsync(root);
        var paths = Enumerable.Range(0, 3000).Select(i => $"{root}/{new string('é', 150)}-{i}").ToArray();
        var events = new Recorder<WatchedEvent>();
        await Task.WhenAll(paths.Select(path => client.ExistsAsync(path, events.Add))).WaitAsync(TestClient.Deadline);

        await away.WhileAwayAsync(() => Task.WhenAll(paths.Chunk(500).Select(chunk =>
            other.MultiAsync(chunk.Where((_, i) => i % 10 == 0).Aggregate(new Multi(), (multi, path) => multi.Create(path, null))))));

        var fired = await events.NextAsync(300);
        Assert.HasCount(300, fired.Select(watchedEvent => watchedEvent.Path).Distinct().ToArray());
        Assert.IsGreaterThan(5, away.Proxy.Requests[101], "a megabyte of paths goes in several requests");

        await other.CreateAsync(paths[1]);
        Assert.AreEqual(paths[1], (await events.NextAsync()).Path);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }
}
