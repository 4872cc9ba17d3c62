using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>Watches that come and go while others are on their way.</summary>
[TestClass]
public sealed class WatchTimingTests
{
    private const int Window = 512;

    [TestMethod]
    public async Task Watch_OnItsWay_KeepsTheServersWatchThatItReliesOn()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/a");
        var first = await client.AddWatchAsync("/a", WatchMode.PersistentRecursive, _ => { });
        var (oneShot, persistent) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());

        // The window is full: the requests below wait, and go out in this order.
        await server.PauseAsync();
        var reads = Enumerable.Range(0, Window).Select(_ => client.ExistsAsync("/")).ToArray();
        var reading = client.GetDataAsync("/a", oneShot.Add);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent, persistent.Add);
        var removing = first.DisposeAsync().AsTask();
        await server.ResumeAsync();
        await Task.WhenAll([reading, adding, removing, .. reads]).WaitAsync(TestClient.Deadline);

        await client.SetDataAsync("/a", [1]);
        await oneShot.NextAsync();
        await persistent.NextAsync();
    }

    [TestMethod]
    public async Task Watch_AfterARemovalThatIsOnItsWay_IsSetAnew()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/a");
        var first = await client.AddWatchAsync("/a", WatchMode.PersistentRecursive, _ => { });
        var (oneShot, persistent) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());

        await server.PauseAsync();
        var reads = Enumerable.Range(0, Window).Select(_ => client.ExistsAsync("/")).ToArray();
        var removing = first.DisposeAsync().AsTask();
        var reading = client.GetDataAsync("/a", oneShot.Add);
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent, persistent.Add);
        await server.ResumeAsync();
        await Task.WhenAll([reading, adding, removing, .. reads]).WaitAsync(TestClient.Deadline);

        await client.SetDataAsync("/a", [1]);
        await oneShot.NextAsync();
        await persistent.NextAsync();
        await client.SetDataAsync("/a", [2]);
        await persistent.NextAsync();
    }

    [TestMethod]
    public async Task OneShot_EventBeforeItsReply_IsNotForIt()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            while (true)
            {
                var (header, _) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.GetData)
                {
                    await connection.EventAsync((int)WatchEventType.NodeDataChanged, "/a");
                    await connection.ReplyAsync(header.Xid, 2, body: new GetDataReply([1], default));
                }
                else if (header.OpCode == OpCode.Sync)
                {
                    await connection.EventAsync((int)WatchEventType.NodeDeleted, "/a");
                    await connection.ReplyAsync(header.Xid, 3, body: new PathReply("/"));
                }
                else
                {
                    await connection.ReplyAsync(header.Xid, 1, body: new IntReply(0));
                }
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var (recursive, oneShot) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.AddWatchAsync("/", WatchMode.PersistentRecursive, recursive.Add);
        await client.GetDataAsync("/a", oneShot.Add);
        await client.SyncAsync();
        await recursive.NextAsync(2);
        Assert.AreEqual(WatchEventType.NodeDeleted, (await oneShot.NextAsync()).Type, "the read has seen the change before");
    }

    [TestMethod]
    public async Task AddWatch_Refused_LeavesNothingBehind()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync(request => request.OpCode == OpCode.AddWatch
                ? connection.ReplyAsync(request.Xid, 1, ErrorCode.MarshallingError)
                : connection.ReplyAsync(request.Xid, 1, body: new GetDataReply([1], default)));
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        for (var i = 0; i < 2; i++)
        {
            var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.AddWatchAsync("/a", WatchMode.PersistentRecursive, _ => { }));
            Assert.AreEqual(ErrorCode.MarshallingError, exception.ErrorCode);
        }

        Assert.AreEqual(ErrorCode.NoWatcher, (await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.RemoveWatchesAsync("/a"))).ErrorCode);
    }
}
