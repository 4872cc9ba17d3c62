using System.Collections.Concurrent;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Releases;

/// <summary>Two watch modes on one path: since 3.9, a server keeps both (ZOOKEEPER-4466).</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class TwoWatchModesTests
{
    [TestMethod]
    [DataRow(ZooKeeperRelease.V38, false)]
    [DataRow(ZooKeeperRelease.V38, true)]
    [DataRow(ZooKeeperRelease.V39, false)]
    [DataRow(ZooKeeperRelease.V39, true)]
    public async Task PersistentWatch_BeforeARecursiveOne_ReportsEachChangeOfChildrenOnce(ZooKeeperRelease release, bool byMirror)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = release, Znodes = { ["/r"] = "1" } });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var events = new ConcurrentQueue<WatchedEvent>();
        await client.AddWatchAsync("/r", WatchMode.Persistent, events.Enqueue);
        if (byMirror)
        {
            await client.Mirror("/r").NextAsync(null);
        }
        else
        {
            await client.AddWatchAsync("/r", WatchMode.PersistentRecursive, _ => { });
        }

        await client.CreateAsync("/r/a");
        await client.MultiAsync(new Multi().Create("/r/b", null).Create("/r/c", null).SetData("/r/a", [1]));
        await client.DeleteAsync("/r/a");
        await client.SetDataAsync("/r", [2]);

        await Eventually.TrueAsync(() => events.Any(watchedEvent => watchedEvent.Type == WatchEventType.NodeDataChanged));
        Assert.AreEqual(4, events.Count(watchedEvent => watchedEvent.Type == WatchEventType.NodeChildrenChanged));
    }
}
