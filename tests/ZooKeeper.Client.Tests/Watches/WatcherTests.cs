using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>What the client does with the delegates of users.</summary>
[TestClass]
public sealed class WatcherTests
{
    private const int CallbackFailed = 1100;

    [TestMethod]
    public async Task GetData_TheSameWatcherAgainAndAgain_IsCalledOnce()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, calls) = (SharedServer.UniquePath(), new Recorder<WatchedEvent>());
        await client.CreateAsync(path);
        for (var i = 0; i < 10; i++)
        {
            await client.GetDataAsync(path, calls.Add);
            await client.ExistsAsync(path, calls.Add);
            await client.GetChildrenAsync(path, calls.Add);
        }

        await client.SetDataAsync(path, [1]);
        await client.CreateAsync(path + "/child");
        await client.CallbacksDoneAsync();

        CollectionAssert.AreEqual(
            new[] { WatchEventType.NodeDataChanged, WatchEventType.NodeChildrenChanged }, calls.TakeAll().Select(call => call.Type).ToArray());
    }

    [TestMethod]
    public async Task GetData_Cancelled_DropsItsWatcherAndTheWatchOfTheServer()
    {
        var (asked, cancelled, removed) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (read, _) = await connection.ReadRequestAsync();
            asked.SetResult();
            await cancelled.Task;
            await connection.ReplyAsync(read.Xid, 1, body: new GetDataReply([], default));
            var (remove, _) = await connection.ReadRequestAsync();
            Assert.AreEqual(OpCode.RemoveWatches, remove.OpCode);
            await connection.EventAsync((int)WatchEventType.NodeDataChanged, "/a");
            await connection.ReplyAsync(remove.Xid, 1);
            removed.SetResult();
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        using var patience = new CancellationTokenSource();
        var calls = new Recorder<WatchedEvent>();
        var read = client.GetDataAsync("/a", calls.Add, patience.Token);
        await asked.Task.WaitAsync(TestClient.Deadline);
        await patience.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => read);
        cancelled.SetResult();
        await removed.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline);

        Assert.IsTrue(calls.IsEmpty);
    }

    [TestMethod]
    public async Task Watcher_ThatReturnsATaskAndFails_IsLogged()
    {
        var logger = new RecordingLogger();
        await using var client = await SharedServer.ConnectAsync(options => options.LoggerFactory = logger);
        var path = SharedServer.UniquePath();
        await client.ExistsAsync(path, async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("the watcher failed");
        });
        await client.CreateAsync(path);

        await Eventually.TrueAsync(() => logger.Entries.Any(entry => entry.Id == CallbackFailed && entry.Message.Contains("the watcher failed", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Watcher_AsyncVoidAndFails_IsLoggedAndTheProcessLives()
    {
        var logger = new RecordingLogger();
        await using var client = await SharedServer.ConnectAsync(options => options.LoggerFactory = logger);
        var path = SharedServer.UniquePath();
        Action<WatchedEvent> watcher = async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("the watcher failed");
        };
        client.StateChanged += async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("the handler failed");
        };
        await client.ExistsAsync(path, watcher);
        await client.CreateAsync(path);
        await client.DisposeAsync();

        await Eventually.TrueAsync(() => logger.Entries.Count(entry => entry.Id == CallbackFailed) == 2);
    }

    [TestMethod]
    public async Task PersistentWatcher_ThatReturnsATask_IsCalledOneAtATime_AndOthersDoNotWait()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var (calls, others, release) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>(), new TaskCompletionSource());
        await client.AddWatchAsync(path, WatchMode.Persistent, watchedEvent =>
        {
            calls.Add(watchedEvent);
            return release.Task;
        });
        await client.AddWatchAsync(path, WatchMode.Persistent, others.Add);
        await client.SetDataAsync(path, [1]);
        await client.SetDataAsync(path, [2]);

        await others.NextAsync(2);
        Assert.AreEqual(1, calls.Count);
        release.SetResult();
        await calls.NextAsync(2);
    }

    [TestMethod]
    public async Task StateChanged_WhileAWatcherBlocks_IsReported()
    {
        await using var away = await Away.ConnectAsync();
        var path = SharedServer.UniquePath();
        using var release = new ManualResetEventSlim();
        await away.Client.ExistsAsync(path, _ => release.Wait());
        await away.Client.CreateAsync(path);
        var states = away.Client.RecordStates();
        away.Proxy.DropConnections();

        try
        {
            CollectionAssert.AreEqual(new[] { SessionState.Disconnected, SessionState.Connected }, await states.NextAsync(2));
        }
        finally
        {
            release.Set();
        }
    }

    [TestMethod]
    public async Task WatchHandle_Disposed_RemovesItsWatchAndNoOther()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, calls) = (SharedServer.UniquePath(), new Recorder<WatchedEvent>());
        var first = await client.ExistsAndWatchAsync(path);
        using var second = await client.ExistsAndWatchAsync(path);
        await client.ExistsAsync(path, calls.Add);
        Assert.IsNull(first.Value);
        first.Dispose();
        await client.CreateAsync(path);

        Assert.AreEqual(WatchEventType.NodeCreated, (await second.WaitAsync().WaitAsync(TestClient.Deadline)).Type);
        await calls.NextAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first.WaitAsync());
    }

    [TestMethod]
    public async Task WatchHandles_AllDisposed_LeaveNoWatchOnTheServer()
    {
        await using var client = await SharedServer.ConnectAsync(chroot: "");
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        for (var i = 0; i < 3; i++)
        {
            using var exists = await client.ExistsAndWatchAsync(path);
            using var data = await client.GetDataAndWatchAsync(path);
            using var children = await client.GetChildrenAndWatchAsync(path);
        }

        await client.SyncAsync();
        Assert.DoesNotContain(path, await SharedServer.Server.FourLetterWordAsync("wchc"));
    }

    [TestMethod]
    public async Task WatchHandle_OfADisposedClient_Fails()
    {
        var client = await SharedServer.ConnectAsync();
        using var watch = await client.ExistsAndWatchAsync(SharedServer.UniquePath());
        await client.DisposeAsync();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => watch.WaitAsync().WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task DisposeOfAWatch_WhileTheServerThrottles_DoesNotThrowAndIsTriedAgain()
    {
        var (removals, again) = (0, new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync(async request =>
            {
                var isThrottled = request.OpCode == OpCode.RemoveWatches && ++removals == 1;
                await connection.ReplyAsync(request.Xid, 5, isThrottled ? ErrorCode.ThrottledOperation : ErrorCode.Ok);
                if (removals == 2)
                {
                    again.TrySetResult();
                }
            });
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var watch = await client.AddWatchAsync("/a", WatchMode.Persistent, _ => { });

        await watch.DisposeAsync();
        await again.Task.WaitAsync(TestClient.Deadline);
    }
}
