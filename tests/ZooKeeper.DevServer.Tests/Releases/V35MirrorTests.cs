using ZooKeeper.Client;
using ZooKeeper.Client.Tests.Trees.OneShots;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Releases;

[TestClass]
public sealed class V35MirrorTests : OneShotMirrorTests
{
    private ZooKeeperDevServer? _server;

    private protected override int Port => _server!.EndPoint.Port;

    [TestInitialize]
    public async Task StartAsync() => _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = ZooKeeperRelease.V35 });

    [TestCleanup]
    public async Task StopAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);

    [TestMethod]
    public async Task Restart_AsAReleaseWithRecursiveWatches_TheyAreUsedAgainAfterAtMostTwoReconnects()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create("/r", [1]), "/r");
        await _server!.RestartAsync(ZooKeeperRelease.V39);
        await Eventually.TrueAsync(() => !test.Mirror.IsStale);
        await _server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => test.Proxy.Requests.GetValueOrDefault(106) >= 2);
        await Eventually.TrueAsync(async () =>
        {
            test.Proxy.ResetCounters();
            await test.Mirror.RefreshAsync();
            var next = test.Mirror.NextAsync(test.Current);
            await _server.SetAsync("/r", Guid.NewGuid().ToString());
            await next.WaitAsync(OneShotMirror.Deadline);
            return test.Proxy.Requests.GetValueOrDefault(22) == 1;
        });
    }

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Reconnect_WithANewSession_MissesNothing(SessionReattachment reattachment)
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create("/r", [1]).Create("/r/a", [1]), "/r");
        _server!.Reattachment = reattachment;
        var session = test.Client.SessionId;
        await test.WhileAwayAsync(() => _server.SetAsync("/r/a", "2"));

        Assert.AreNotEqual(session, test.Client.SessionId);
        Assert.AreEqual((byte)'2', test.Current.Find("/r/a")!.Data!.Value.Span[0]);
        await test.AfterAsync(() => _server.SetAsync("/r/a/b", "3"));
        Assert.IsNotNull(test.Current.Find("/r/a/b"));
    }

    [TestMethod]
    public async Task PersistentWatchOfAUser_ServerIsDowngraded_DoesNotCostTheConnectionAgainAndAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await OneShotMirror.ConnectAsync(server.EndPoint.Port);
        await client.AddWatchAsync("/watched", WatchMode.Persistent, _ => { });
        await server.RestartAsync(ZooKeeperRelease.V35);
        await using var mirror = client.Mirror("/r");
        await mirror.NextAsync(null).WaitAsync(OneShotMirror.Deadline);

        var seen = mirror.Current;
        await server.SetAsync("/r", "1");
        Assert.IsNotNull((await mirror.NextAsync(seen).WaitAsync(OneShotMirror.Deadline)).Find("/r"));
    }
}
