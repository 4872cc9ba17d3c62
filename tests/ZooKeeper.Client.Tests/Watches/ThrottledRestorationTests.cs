using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Client.Tests.Trees;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>A server that is too busy to take the watches back after a reconnect.</summary>
[TestClass]
public sealed class ThrottledRestorationTests
{
    private const string Watched = "/watched";
    private const long Seen = 3;

    [TestMethod]
    public async Task SetWatches_Throttled_AreSentAgainWithTheZxidOfTheFirstTime()
    {
        var (drop, throttled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            switch (connection.Number)
            {
                case 1:
                    await ServeTheReadAsync(connection);
                    await drop.Task;
                    break;
                case 2:
                    await connection.ReplyAsync(await ReadSetWatchesAsync(connection), zxid: 7, ErrorCode.ThrottledOperation);
                    throttled.SetResult();
                    var (exists, _) = await connection.ReadRequestAsync();
                    await connection.ReplyAsync(exists.Xid, zxid: 7, ErrorCode.NoNode);
                    await ReadSetWatchesAsync(connection);
                    break;
                default:
                    await TakeTheWatchBackAsync(connection);
                    break;
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(Watched, events.Add);
        drop.SetResult();
        await throttled.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/elsewhere").WaitAsync(TestClient.Deadline); // now the client has seen a later zxid

        Assert.AreEqual(Watched, (await events.NextAsync(1))[0].Path);
    }

    [TestMethod]
    public async Task SetWatches_ThrottledAndTheRetryFails_AreSentOnTheNextConnection()
    {
        var (drop, clock) = (new TaskCompletionSource(), new FaultyClock(TimeSpan.FromMilliseconds(200)));
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            switch (connection.Number)
            {
                case 1:
                    await ServeTheReadAsync(connection);
                    await drop.Task;
                    break;
                case 2:
                    await connection.ReplyAsync(await ReadSetWatchesAsync(connection), zxid: 7, ErrorCode.ThrottledOperation);
                    await connection.ServeAsync();
                    break;
                default:
                    await TakeTheWatchBackAsync(connection);
                    break;
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(Watched, events.Add);
        clock.FailTimers(times: 1);
        drop.SetResult();

        Assert.AreEqual(Watched, (await events.NextAsync()).Path);
    }

    [TestMethod]
    public async Task RootWatch_ThrottledAndTheRetryFails_IsSentOnTheNextConnection()
    {
        var clock = new FaultyClock(TimeSpan.FromMilliseconds(200));
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                await connection.ServeAsync(request => connection.ReplyAsync(request.Xid, zxid: 2, ErrorCode.ThrottledOperation));
            }

            var tree = new ScriptedTree(connection);
            tree.Set(Watched, 1);
            await tree.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        clock.FailTimers(times: 1);
        await using var mirror = client.Mirror(Watched);

        Assert.IsNotNull((await mirror.NextAsync(null).WaitAsync(TestClient.Deadline)).Find(Watched));
    }

    private static async Task ServeTheReadAsync(ScriptedConnection connection)
    {
        var (read, _) = await connection.ReadRequestAsync();
        await connection.ReplyAsync(read.Xid, Seen, body: new GetDataReply([], new StatRecord(default)));
    }

    private static async Task TakeTheWatchBackAsync(ScriptedConnection connection)
    {
        var xid = await ReadSetWatchesAsync(connection);
        await connection.EventAsync((int)WatchEventType.NodeDataChanged, Watched);
        await connection.ReplyAsync(xid, zxid: 7);
        await connection.ServeAsync();
    }

    private static async Task<int> ReadSetWatchesAsync(ScriptedConnection connection)
    {
        var (header, content) = await connection.ReadRequestAsync();
        Assert.AreEqual(OpCode.SetWatches, header.OpCode);
        var request = Jute.Decode<SetWatchesRequest>(content.AsSpan(8));
        Assert.AreEqual(Seen, request.RelativeZxid);
        CollectionAssert.AreEqual(new[] { Watched }, request.DataWatches.ToArray());
        return header.Xid;
    }
}
