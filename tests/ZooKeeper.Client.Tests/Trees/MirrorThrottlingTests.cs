using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A mirror reconnects while the server throttles (ZOOKEEPER-3683).</summary>
[TestClass]
public sealed class MirrorThrottlingTests
{
    private const int Readers = 3;
    private const int ReadsInFlight = 300;

    [TestMethod]
    [TestCategory("Nightly")] // when the server throttles depends on the speed of the machine
    public async Task Reconnect_WhileTheServerThrottles_IsFollowedWhenTheLoadEnds()
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions
        {
            JavaArguments =
            [
                "-Dzookeeper.request_throttle_max_requests=1",
                "-Dzookeeper.request_throttle_stall_time=5",
                "-Dzookeeper.throttled_op_wait_time=5",
            ],
        });
        var logger = new RecordingLogger();
        await using var away = await Away.ConnectAsync(server.Port, options => options.LoggerFactory = logger);
        await UntilDoneAsync(() => away.Other.CreateAsync("/r", [1]));
        await using var mirror = away.Client.Mirror("/r");
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        var watched = new Recorder<WatchedEvent>();
        await UntilDoneAsync(() => away.Client.GetDataAsync("/r", watched.Add));

        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, Readers).Select(_ => ReadOnAsync(server.ConnectionString, enough.Token)).ToArray();
        while (!IsThrottled(logger))
        {
            away.Proxy.RefuseConnections = true;
            away.Proxy.DropConnections();
            await Eventually.TrueAsync(() => mirror.IsStale);
            away.Proxy.RefuseConnections = false;
            await Eventually.TrueAsync(() => !mirror.IsStale || IsThrottled(logger), TimeSpan.FromMinutes(1));
        }

        await enough.CancelAsync();
        await Task.WhenAll(load);

        await UntilDoneAsync(() => away.Other.SetDataAsync("/r", [2]));
        await Eventually.TrueAsync(() => mirror.Current!.Find("/r")!.Data!.Value.Span[0] == 2);
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await watched.NextAsync()).Type);
    }

    // The server has rejected a request of the mirror or the watches of the client.
    private static bool IsThrottled(RecordingLogger logger) => logger.Entries.Any(entry => entry.Id is 1101 or 1202);

    private static async Task UntilDoneAsync(Func<Task> request)
    {
        while (true)
        {
            try
            {
                await request();
                return;
            }
            catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.ThrottledOperation)
            {
                // The server did not execute the request.
            }
        }
    }

    private static async Task ReadOnAsync(string connectionString, CancellationToken enough)
    {
        await using var client = await TestClient.ConnectAsync(connectionString);
        while (!enough.IsCancellationRequested)
        {
            await Task.WhenAll(Enumerable.Range(0, ReadsInFlight).Select(_ => ReadAsync(client)));
        }
    }

    private static async Task ReadAsync(ZooKeeperClient client)
    {
        try
        {
            await client.GetDataAsync("/r");
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            // This read was throttled.
        }
    }
}
