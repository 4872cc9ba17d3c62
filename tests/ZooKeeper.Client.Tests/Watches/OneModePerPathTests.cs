using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>
/// Servers before 3.9 keep one mode per path and connection: there a one-shot watch on the path of a persistent one silently ends it. Watches of
/// every combination must work all the same, and cost the server only what is needed.
/// </summary>
[TestClass]
public sealed class OneModePerPathTests
{
    private const int AddWatch = 106;
    private const int RemoveWatches = 18;

    [TestMethod]
    [DataRow("getData")]
    [DataRow("exists")]
    [DataRow("getChildren")]
    public async Task OneShot_OnThePathOfARecursiveWatch_FiresAndDoesNotEndIt(string kind)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var recursive = new Recorder<WatchedEvent>();
        var oneShot = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);
        await SetAsync(client, kind, path, oneShot);

        for (var i = 0; i < 3; i++)
        {
            await ChangeAsync(client, kind, path, i);
            await recursive.NextAsync();
        }

        await oneShot.NextAsync();
        await client.CallbacksDoneAsync();
        Assert.IsTrue(oneShot.IsEmpty, "it is a one-shot");
    }

    [TestMethod]
    [DataRow("getData")]
    [DataRow("exists")]
    [DataRow("getChildren")]
    public async Task OneShot_BelowARecursiveWatch_Fires(string kind)
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var path = root + "/a/b";
        await client.MultiAsync(new Multi().Create(root, null).Create(root + "/a", null).Create(path, null));
        var recursive = new Recorder<WatchedEvent>();
        var oneShot = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(root, WatchMode.PersistentRecursive, recursive.Add);
        await SetAsync(client, kind, path, oneShot);
        await ChangeAsync(client, kind, path, 0);
        Assert.AreEqual(path, (await oneShot.NextAsync()).Path);
        await recursive.NextAsync();
    }

    [TestMethod]
    public async Task OneShot_ThatWasThereFirst_FiresAlongsideTheRecursiveWatch()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var recursive = new Recorder<WatchedEvent>();
        var oneShot = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, oneShot.Add);
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);
        await client.SetDataAsync(path, [1]);
        await client.SetDataAsync(path, [2]);
        await recursive.NextAsync(2);
        await oneShot.NextAsync();
        await client.CallbacksDoneAsync();
        Assert.IsTrue(oneShot.IsEmpty);
        Assert.IsTrue(recursive.IsEmpty, "one event for each change");
    }

    [TestMethod]
    public async Task Persistent_OnACoveredPath_IsServedFromTheRecursiveWatch()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var root = SharedServer.UniquePath();
        await client.MultiAsync(new Multi().Create(root, null).Create(root + "/a", null));
        var recursive = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(root, WatchMode.PersistentRecursive, recursive.Add);

        var onRoot = new Recorder<WatchedEvent>();
        var below = new Recorder<WatchedEvent>();
        var belowRecursive = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(root, WatchMode.Persistent, onRoot.Add);
        await client.AddWatchAsync(root + "/a", WatchMode.Persistent, below.Add);
        await client.AddWatchAsync(root + "/a", WatchMode.PersistentRecursive, belowRecursive.Add);
        Assert.AreEqual(1, proxy.Requests[AddWatch], "the server needs one");

        await client.SetDataAsync(root, [1]);
        await client.SetDataAsync(root + "/a", [1]);
        await client.CreateAsync(root + "/a/b");
        await client.DeleteAsync(root + "/a/b");
        await client.CreateAsync(root + "/c");
        await client.CallbacksDoneAsync();

        CollectionAssert.AreEqual(
            new[] { (WatchEventType.NodeDataChanged, root), (WatchEventType.NodeChildrenChanged, root) }, Brief(onRoot));
        CollectionAssert.AreEqual(
            new[]
            {
                (WatchEventType.NodeDataChanged, root + "/a"),
                (WatchEventType.NodeChildrenChanged, root + "/a"),
                (WatchEventType.NodeChildrenChanged, root + "/a"),
            },
            Brief(below));
        CollectionAssert.AreEqual(
            new[] { (WatchEventType.NodeDataChanged, root + "/a"), (WatchEventType.NodeCreated, root + "/a/b"), (WatchEventType.NodeDeleted, root + "/a/b") },
            Brief(belowRecursive));
        Assert.HasCount(5, Brief(recursive));
    }

    [TestMethod]
    public async Task Recursive_AfterPersistentOnTheSamePath_ServesBoth()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var persistent = new Recorder<WatchedEvent>();
        var recursive = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(path, WatchMode.Persistent, persistent.Add);
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);
        await client.CreateAsync(path + "/a");
        await client.SetDataAsync(path, [1]);
        await client.CallbacksDoneAsync();
        CollectionAssert.AreEqual(new[] { (WatchEventType.NodeChildrenChanged, path), (WatchEventType.NodeDataChanged, path) }, Brief(persistent));
        CollectionAssert.AreEqual(new[] { (WatchEventType.NodeCreated, path + "/a"), (WatchEventType.NodeDataChanged, path) }, Brief(recursive));
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_KeepsWhatOthersNeed()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var root = SharedServer.UniquePath();
        await client.MultiAsync(new Multi().Create(root, null).Create(root + "/a", null));
        var (gone, oneShot, persistent) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        var watch = await client.AddWatchAsync(root, WatchMode.PersistentRecursive, gone.Add);
        await client.GetDataAsync(root + "/a", oneShot.Add);
        await client.AddWatchAsync(root + "/a", WatchMode.Persistent, persistent.Add);
        await watch.DisposeAsync();
        Assert.IsFalse(proxy.Requests.ContainsKey(RemoveWatches), "two others live on the server's watch");

        await client.SetDataAsync(root + "/a", [1]);
        await oneShot.NextAsync();
        await persistent.NextAsync();
        await client.RemoveWatchesAsync(root + "/a");
        await client.SetDataAsync(root + "/a", [2]);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(persistent.IsEmpty);
        Assert.IsTrue(gone.IsEmpty);
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_RemovesAllOfThePath_AndTheServersToo()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, events.Add);
        await client.GetChildrenAsync(path, events.Add);
        await client.AddWatchAsync(path, WatchMode.Persistent, events.Add);
        await client.RemoveWatchesAsync(path);
        Assert.AreEqual(1, proxy.Requests[RemoveWatches]);
        await client.DeleteAsync(path);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);

        var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.RemoveWatchesAsync(path));
        Assert.AreEqual(ErrorCode.NoWatcher, exception.ErrorCode);
    }

    [TestMethod]
    public async Task Watches_AddedAndRemovedAtTheSameTime_NeverLoseOne()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        for (var round = 0; round < Effort.Of(daily: 50, nightly: 200); round++)
        {
            var first = await client.AddWatchAsync(path, WatchMode.PersistentRecursive, _ => { });
            var (persistent, oneShot) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());

            // On their way at the same time: whoever relies on the first watch must not lose it.
            var removing = Task.Run(() => first.DisposeAsync().AsTask());
            var adding = Task.Run(() => client.AddWatchAsync(path, WatchMode.PersistentRecursive, persistent.Add));
            var reading = Task.Run(() => client.GetDataAsync(path, oneShot.Add));
            await Task.WhenAll(removing, adding, reading);

            await client.SetDataAsync(path, [1]);
            await persistent.NextAsync();
            await oneShot.NextAsync();
            await (await adding).DisposeAsync();
        }
    }

    private static Task SetAsync(ZooKeeperClient client, string kind, string path, Recorder<WatchedEvent> recorder) => kind switch
    {
        "getData" => client.GetDataAsync(path, recorder.Add),
        "exists" => client.ExistsAsync(path, recorder.Add),
        _ => client.GetChildrenAsync(path, recorder.Add),
    };

    private static Task ChangeAsync(ZooKeeperClient client, string kind, string path, int i) =>
        kind == "getChildren" ? client.CreateAsync($"{path}/child-{i}") : client.SetDataAsync(path, [1]);

    private static (WatchEventType Type, string Path)[] Brief(Recorder<WatchedEvent> recorder) =>
        [.. recorder.TakeAll().Select(watchedEvent => (watchedEvent.Type, watchedEvent.Path))];
}
