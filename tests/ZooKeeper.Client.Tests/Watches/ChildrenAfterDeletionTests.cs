namespace ZooKeeper.Client.Tests.Watches;

/// <summary>Changed children are derived from the events of a recursive watch only. Otherwise, the server reports them, and no report is a repetition.</summary>
[TestClass]
public sealed class ChildrenAfterDeletionTests
{
    [TestMethod]
    public async Task ChildWatch_SetAfterTheDeletionOfAWatchedChild_Fires()
    {
        await using var client = await SharedServer.ConnectAsync();
        var parent = SharedServer.UniquePath();
        await client.CreateAsync(parent);
        await client.CreateAsync(parent + "/first");
        using var first = await client.ExistsAndWatchAsync(parent + "/first");
        await client.DeleteAsync(parent + "/first");
        Assert.AreEqual(WatchEventType.NodeDeleted, (await first.WaitAsync().WaitAsync(TestClient.Deadline)).Type);

        using var children = await client.GetChildrenAndWatchAsync(parent);
        await client.CreateAsync(parent + "/second");

        Assert.AreEqual(WatchEventType.NodeChildrenChanged, (await children.WaitAsync().WaitAsync(TestClient.Deadline)).Type);
    }

    [TestMethod]
    public async Task ChildWatch_SetWhenAWatchedChildIsDeleted_FiresOnceAndCanBeSetAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var parent = SharedServer.UniquePath();
        await client.CreateAsync(parent);
        for (var i = 0; i < 3; i++)
        {
            await client.CreateAsync(parent + "/child");
            using var child = await client.ExistsAndWatchAsync(parent + "/child");
            using var children = await client.GetChildrenAndWatchAsync(parent);

            await client.DeleteAsync(parent + "/child");

            await child.WaitAsync().WaitAsync(TestClient.Deadline);
            await children.WaitAsync().WaitAsync(TestClient.Deadline);
        }
    }

    [TestMethod]
    public async Task ChildWatch_SetAfterTheRemovalOfARecursiveWatch_Fires()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (parent, events) = (SharedServer.UniquePath(), new Recorder<WatchedEvent>());
        await client.CreateAsync(parent);
        await client.CreateAsync(parent + "/first");
        await client.AddWatchAsync(parent, WatchMode.PersistentRecursive, events.Add);
        await client.DeleteAsync(parent + "/first");
        Assert.AreEqual(WatchEventType.NodeDeleted, (await events.NextAsync()).Type);
        await client.RemoveWatchesAsync(parent);

        using var children = await client.GetChildrenAndWatchAsync(parent);
        await client.CreateAsync(parent + "/second");

        Assert.AreEqual(WatchEventType.NodeChildrenChanged, (await children.WaitAsync().WaitAsync(TestClient.Deadline)).Type);
    }
}
