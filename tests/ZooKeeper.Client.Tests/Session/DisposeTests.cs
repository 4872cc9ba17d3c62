using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class DisposeTests
{
    // What is not quick waits for a session timeout, for the next attempt to connect, or for ever.
    private static readonly TimeSpan Quick = TestClient.Slack;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [TestMethod]
    public async Task DisposeAsync_PausedServer_IsQuick_AndFailsWhatIsOutstanding()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = Long);
        await server.PauseAsync();
        var reads = Enumerable.Range(0, 1000).Select(_ => client.ExistsAsync("/")).ToArray();
        await QuicklyAsync(client);
        foreach (var read in reads)
        {
            await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => read.WaitAsync(TestClient.Deadline));
        }
    }

    [TestMethod]
    public async Task DisposeAsync_ManyTimesAtOnce_IsQuickAndHarmless()
    {
        var client = await SharedServer.ConnectAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => client.DisposeAsync().AsTask()))).WaitAsync(Quick);
        await QuicklyAsync(client);
        Assert.AreEqual(SessionState.Closed, client.State);
    }

    [TestMethod]
    public async Task Calls_AfterDispose_ThrowObjectDisposed()
    {
        var client = await SharedServer.ConnectAsync();
        var watch = await client.AddWatchAsync(SharedServer.UniquePath(), WatchMode.Persistent, _ => { });
        await client.DisposeAsync();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => client.ExistsAsync("/"));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => client.SetDataAsync("/", []));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => client.AddAuthAsync("digest", "a:b"u8.ToArray()));
        await watch.DisposeAsync();
    }

    [TestMethod]
    public async Task DisposeAsync_NeverConnected_IsQuick_AndFailsWaitingRequests()
    {
        var client = TestClient.Start($"127.0.0.1:{FreePort.Next()}", options => options.TimeProvider = new ManualTime());
        var read = client.ExistsAsync("/");
        await Eventually.TrueAsync(() => client.ConnectFailures.Count > 0);
        await QuicklyAsync(client);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => read.WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task DisposeAsync_WhileConnecting_IsQuick()
    {
        await using var server = ScriptedServer.Start(connection => connection.UntilClosedAsync());
        var client = TestClient.Start(server.ConnectionString, options => options.TimeProvider = new ManualTime());
        await Eventually.TrueAsync(() => server.Accepted == 1);
        await QuicklyAsync(client);
    }

    [TestMethod]
    public async Task DisposeAsync_InsideACallback_DoesNotDeadlock()
    {
        var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var disposed = new TaskCompletionSource();
        await client.GetDataAsync(path, _ =>
        {
            client.DisposeAsync().AsTask().GetAwaiter().GetResult();
            disposed.SetResult();
        });
        await client.SetDataAsync(path, []);
        await disposed.Task.WaitAsync(Quick);
    }

    [TestMethod]
    public async Task DisposeAsync_TellsTheStateLast()
    {
        var client = await SharedServer.ConnectAsync();
        var states = client.RecordStates();
        await client.DisposeAsync();
        Assert.AreEqual(SessionState.Closed, await states.NextAsync());
        Assert.IsTrue(states.IsEmpty);
    }

    [TestMethod]
    public async Task DisposeAsync_DoesNotConnectAgain()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, 1);
        });
        for (var i = 1; i <= 50; i++)
        {
            await (await TestClient.ConnectAsync(server.ConnectionString)).DisposeAsync();
            Assert.AreEqual(i, server.Accepted);
        }
    }

    private static async Task QuicklyAsync(ZooKeeperClient client)
    {
        var started = TimeProvider.System.GetTimestamp();
        await client.DisposeAsync().AsTask().WaitAsync(TestClient.Deadline);
        Assert.IsLessThan(Quick, TimeProvider.System.GetElapsedTime(started));
    }
}
