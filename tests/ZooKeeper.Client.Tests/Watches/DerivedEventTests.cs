using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>The client derives the changed children of a recursive watch, and servers since 3.9 can report them as well.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class DerivedEventTests
{
    private const string Watched = "/watched";

    [TestMethod]
    public async Task ChildrenChanged_RepeatedWhileAnotherWatchIsRemoved_IsReportedOnce()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptWatchesAsync(connection, count: 3);
            await connection.EventAsync((int)WatchEventType.NodeCreated, Watched + "/child");
            var (remove, _) = await connection.ReadRequestAsync();
            await connection.EventAsync((int)WatchEventType.NodeChildrenChanged, Watched);
            await connection.EventAsync((int)WatchEventType.NodeDataChanged, Watched);
            await connection.ReplyAsync(remove.Xid, zxid: 2);
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var (persistent, recursive) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.AddWatchAsync(Watched, WatchMode.Persistent, persistent.Add);
        await client.AddWatchAsync(Watched, WatchMode.PersistentRecursive, recursive.Add);
        var other = await client.AddWatchAsync("/other", WatchMode.Persistent, _ => { });
        await recursive.NextAsync();
        await other.DisposeAsync().AsTask().WaitAsync(TestClient.Deadline);

        CollectionAssert.AreEqual(
            new[] { WatchEventType.NodeChildrenChanged, WatchEventType.NodeDataChanged }, (await persistent.NextAsync(2)).Select(watchedEvent => watchedEvent.Type).ToArray());
    }

    [TestMethod]
    public async Task ChildrenChanged_AfterAReply_IsNoRepetition()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await AcceptWatchesAsync(connection, count: 2);
            await connection.EventAsync((int)WatchEventType.NodeCreated, Watched + "/child");
            var (exists, _) = await connection.ReadRequestAsync();
            await connection.ReplyAsync(exists.Xid, zxid: 2, ErrorCode.NoNode);
            await connection.EventAsync((int)WatchEventType.NodeChildrenChanged, Watched);
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var persistent = new Recorder<WatchedEvent>();
        await client.AddWatchAsync(Watched, WatchMode.Persistent, persistent.Add);
        await client.AddWatchAsync(Watched, WatchMode.PersistentRecursive, _ => { });
        await client.ExistsAsync("/other").WaitAsync(TestClient.Deadline);

        CollectionAssert.AreEqual(
            new[] { WatchEventType.NodeChildrenChanged, WatchEventType.NodeChildrenChanged }, (await persistent.NextAsync(2)).Select(watchedEvent => watchedEvent.Type).ToArray());
    }

    private static async Task AcceptWatchesAsync(ScriptedConnection connection, int count)
    {
        await connection.AcceptAsync();
        for (var i = 0; i < count; i++)
        {
            var (add, _) = await connection.ReadRequestAsync();
            Assert.AreEqual(OpCode.AddWatch, add.OpCode);
            await connection.ReplyAsync(add.Xid, zxid: 1);
        }
    }
}
