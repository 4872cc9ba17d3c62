using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Client.Tests.Trees;
using static ZooKeeper.Client.Tests.Watches.ScriptedRestoration;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>Persistent watches beside one-shot watches of the same paths, on a server that is too busy or too old for some of them (ZOOKEEPER-4466).</summary>
[TestClass]
public sealed class RejectedPersistentWatchTests
{
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

    [TestMethod]
    public async Task SetWatches_ThrottledWhileTheRootWatchIsAccepted_KeepTheRootWatch()
    {
        var (drop, retried) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set(Watched, 1);
            if (connection.Number == 1)
            {
                await tree.AnswerThroughAsync(Watched);
                await ServeTheReadAsync(connection, tree.Zxid);
                await drop.Task;
                return;
            }

            var (first, _) = await connection.ReadRequestAsync();
            Assert.AreEqual(Xid.SetWatches, first.Xid);
            await connection.ReplyAsync(first.Xid, tree.Zxid, ErrorCode.ThrottledOperation);
            var again = await AnswerUntilSetWatchesAsync(connection, tree);
            CollectionAssert.AreEqual(new[] { Watched }, again.Request.DataWatches.ToArray());
            await connection.ReplyAsync(again.Xid, tree.Zxid);

            // ZOOKEEPER-4466: the one-shot watch has replaced the recursive one, unless the request sets that again.
            if (again.Request.PersistentRecursiveWatches.Contains(Watched))
            {
                await tree.WriteAsync(Watched, 2);
            }

            retried.SetResult();
            await tree.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using var mirror = client.Mirror(Watched);
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(Watched, events.Add).WaitAsync(TestClient.Deadline);
        drop.SetResult();
        await retried.Task.WaitAsync(TestClient.Deadline);

        Assert.AreEqual(Watched, (await events.NextAsync()).Path);
        await Testing.Eventually.TrueAsync(() => mirror.Current!.Find(Watched)!.Data!.Value.Span[0] == 2);
    }

    [TestMethod]
    public async Task SetWatches_OfDifferentZxids_SetPersistentWatchesLast()
    {
        var (dropFirst, throttled, dropSecond) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        var last = new TaskCompletionSource<SetWatchesRequest>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            switch (connection.Number)
            {
                case 1:
                    await ServeTheReadAsync(connection);
                    var (add, _) = await connection.ReadRequestAsync();
                    await connection.ReplyAsync(add.Xid, Seen);
                    await dropFirst.Task;
                    break;
                case 2:
                    var (first, _) = await connection.ReadRequestAsync();
                    await connection.ReplyAsync(first.Xid, Seen, ErrorCode.ThrottledOperation);
                    throttled.SetResult();
                    var (read, _) = await connection.ReadRequestAsync();
                    await connection.ReplyAsync(read.Xid, zxid: 7, body: new GetChildren2Reply([], new StatRecord(default)));
                    await dropSecond.Task;
                    break;
                default:
                    await ReadSetWatchesOrAnswerAsync(connection);
                    last.SetResult(await ReadSetWatchesOrAnswerAsync(connection));
                    await connection.ServeAsync();
                    break;
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await client.GetDataAsync(Watched, _ => { });
        await client.AddWatchAsync("/persistent", WatchMode.Persistent, _ => { });
        dropFirst.SetResult();
        await throttled.Task.WaitAsync(TestClient.Deadline);
        await client.GetChildrenAsync("/persistent", _ => { }).WaitAsync(TestClient.Deadline); // relative to a later zxid than the others
        dropSecond.SetResult();

        var request = await last.Task.WaitAsync(TestClient.Deadline);
        CollectionAssert.AreEqual(new[] { "/persistent" }, request.PersistentWatches.ToArray());
        CollectionAssert.AreEqual(new[] { "/persistent" }, request.ChildWatches.ToArray());
        Assert.AreEqual(7, request.RelativeZxid);
    }

    [TestMethod]
    public async Task SetWatches_RejectedByAnOldServerAfterOthersWereSet_KeepTheirZxid()
    {
        var (drop, last) = (new TaskCompletionSource(), new TaskCompletionSource<SetWatchesRequest>());
        var paths = new[] { "/a" + new string('a', 600), "/b" + new string('b', 600) };
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            switch (connection.Number)
            {
                case 1:
                    await ServeTheReadAsync(connection);
                    await ServeTheReadAsync(connection);
                    var (add, _) = await connection.ReadRequestAsync();
                    await connection.ReplyAsync(add.Xid, Seen);
                    await drop.Task;
                    break;
                case 2:
                    foreach (var error in new[] { ErrorCode.Ok, ErrorCode.Unimplemented })
                    {
                        var (set, _) = await connection.ReadRequestAsync();
                        Assert.AreEqual(Xid.SetWatches, set.Xid);
                        await connection.ReplyAsync(set.Xid, zxid: 7, error);
                    }

                    break;
                default:
                    await ReadSetWatchesOrAnswerAsync(connection, request => request.DataWatches.Contains(paths[1]) && last.TrySetResult(request));
                    await connection.ServeAsync();
                    break;
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.MaxRequestLength = 2048);
        await client.GetDataAsync(paths[0], _ => { });
        await client.GetDataAsync(paths[1], _ => { });
        await client.AddWatchAsync("/persistent", WatchMode.Persistent, _ => { });
        drop.SetResult();

        Assert.AreEqual(Seen, (await last.Task.WaitAsync(TestClient.Deadline)).RelativeZxid);
    }
}
