namespace ZooKeeper.Client.Tests.Watches;

[TestClass]
public sealed class OneShotWatchTests
{
    [TestMethod]
    public async Task GetDataWatch_FiresOnceOnAChange()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, events.Add);
        await client.SetDataAsync(path, [1]);
        await client.SetDataAsync(path, [2]);
        Assert.AreEqual(new WatchedEvent(WatchEventType.NodeDataChanged, path, -1), (await events.NextAsync()) with { Zxid = -1 }); // before 3.9, events have no zxid
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task GetDataWatch_FiresOnDeletion()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, events.Add);
        await client.CreateAsync(path + "/child");
        await client.DeleteAsync(path + "/child");
        await client.DeleteAsync(path);
        Assert.AreEqual(WatchEventType.NodeDeleted, (await events.NextAsync()).Type, "children do not matter to it");
    }

    [TestMethod]
    public async Task GetDataWatch_OnAMissingZnode_IsNotSet()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        await Assert.ThrowsExactlyAsync<NoNodeException>(() => client.GetDataAsync(path, events.Add));
        await client.CreateAsync(path);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task ExistsWatch_OnAMissingZnode_FiresOnCreation()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var events = new Recorder<WatchedEvent>();
        Assert.IsNull(await client.ExistsAsync(path, events.Add));
        await client.CreateAsync(path);
        Assert.AreEqual(WatchEventType.NodeCreated, (await events.NextAsync()).Type);
    }

    [TestMethod]
    public async Task ExistsWatch_OnAZnode_FiresOnChange()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        Assert.IsNotNull(await client.ExistsAsync(path, events.Add));
        await client.SetDataAsync(path, []);
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await events.NextAsync()).Type);
    }

    [TestMethod]
    public async Task GetChildrenWatch_FiresOnceOnCreationOfAChild()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.GetChildrenAsync(path, events.Add);
        await client.SetDataAsync(path, [1]);
        await client.CreateAsync(path + "/a");
        await client.CreateAsync(path + "/b");
        Assert.AreEqual(new WatchedEvent(WatchEventType.NodeChildrenChanged, path, -1), (await events.NextAsync()) with { Zxid = -1 }); // before 3.9, events have no zxid
        await client.CallbacksDoneAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    [TestMethod]
    public async Task Watches_OfSeveralKindsAndCallers_EachFireOnce()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var recorders = Enumerable.Range(0, 4).Select(_ => new Recorder<WatchedEvent>()).ToArray();
        await client.GetDataAsync(path, recorders[0].Add);
        await client.GetDataAsync(path, recorders[1].Add);
        await client.ExistsAsync(path, recorders[2].Add);
        await client.GetChildrenAsync(path, recorders[3].Add);
        await client.DeleteAsync(path);
        foreach (var recorder in recorders)
        {
            Assert.AreEqual(WatchEventType.NodeDeleted, (await recorder.NextAsync()).Type);
        }

        await client.CreateAsync(path);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(Array.TrueForAll(recorders, recorder => recorder.IsEmpty));
    }

    [TestMethod]
    public async Task Watcher_ThatThrows_DoesNotStopTheOthers()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(path, _ => throw new InvalidOperationException("a bug in the callback"));
        await client.GetDataAsync(path, events.Add);
        await client.SetDataAsync(path, []);
        await events.NextAsync();
        Assert.AreEqual(SessionState.Connected, client.State);
    }

    [TestMethod]
    public async Task Watcher_MayCallTheClientAndWait()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var read = new TaskCompletionSource<int>();
        await client.GetDataAsync(path, _ => read.SetResult(client.GetDataAsync(path).GetAwaiter().GetResult().Data!.Length));
        await client.SetDataAsync(path, new byte[5]);
        Assert.AreEqual(5, await read.Task.WaitAsync(TestClient.Deadline));
    }
}
