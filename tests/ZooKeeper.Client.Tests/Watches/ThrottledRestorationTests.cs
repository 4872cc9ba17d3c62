using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using static ZooKeeper.Client.Tests.Watches.ScriptedRestoration;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>A server that is too busy to take the watches back after a reconnect.</summary>
[TestClass]
public sealed class ThrottledRestorationTests
{
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
    public async Task SetWatches_ThrottledBeforeTheEnsembleIsWiped_AreComparedWithTheNewHistory()
    {
        var (drop, throttled) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync(newSessionId: 0x1234 + connection.Number);
            switch (connection.Number)
            {
                case 1:
                    await ServeTheReadAsync(connection);
                    await drop.Task;
                    break;
                case 2:
                    await connection.ReplyAsync(await ReadSetWatchesAsync(connection), zxid: 7, ErrorCode.ThrottledOperation);
                    throttled.SetResult();
                    foreach (var zxid in new[] { 7, 2 })
                    {
                        var (exists, _) = await connection.ReadRequestAsync();
                        await connection.ReplyAsync(exists.Xid, zxid, ErrorCode.NoNode);
                    }

                    await connection.UntilClosedAsync();
                    break;
                default:
                    await connection.ReplyAsync(await ReadSetWatchesAsync(connection, relativeZxid: 0), zxid: 2);
                    await connection.EventAsync((int)WatchEventType.NodeDataChanged, Watched);
                    await connection.ServeAsync();
                    break;
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(Watched, events.Add);
        drop.SetResult();
        await throttled.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/elsewhere").WaitAsync(TestClient.Deadline);
        await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.ExistsAsync("/elsewhere").WaitAsync(TestClient.Deadline));

        Assert.AreEqual(Watched, (await events.NextAsync()).Path);
    }

    [TestMethod]
    public async Task SetWatches_ThrottledAndAWatchIsRemovedMeanwhile_LeaveItOut()
    {
        var (drop, throttled, last) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource<SetWatchesRequest>());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                await ServeTheReadAsync(connection);
                await ServeTheReadAsync(connection);
                await drop.Task;
                return;
            }

            var (first, _) = await connection.ReadRequestAsync();
            await connection.ReplyAsync(first.Xid, Seen, ErrorCode.ThrottledOperation);
            throttled.SetResult();
            last.SetResult(await ReadSetWatchesOrAnswerAsync(connection));
            await connection.ServeAsync();
        });
        var clock = new Testing.ManualTime();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.TimeProvider = clock);
        await client.GetDataAsync(Watched, _ => { });
        await client.GetDataAsync("/removed", _ => { });
        drop.SetResult();
        await clock.AdvanceUntilAsync(() => throttled.Task.IsCompleted, TimeSpan.FromMilliseconds(10));
        await client.RemoveWatchesAsync("/removed").WaitAsync(TestClient.Deadline);
        await clock.AdvanceUntilAsync(() => last.Task.IsCompleted, TimeSpan.FromMilliseconds(10));

        CollectionAssert.AreEqual(new[] { Watched }, (await last.Task).DataWatches.ToArray());
    }
}
