using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>A server that lost its data is behind what clients have seen, and stays there. They come back all the same.</summary>
[TestClass]
public sealed class WipeTests
{
    [TestMethod]
    [DataRow(false, DisplayName = "the only server")]
    [DataRow(true, DisplayName = "another server is down")]
    public async Task ServerWiped_TheClientBeginsAgainWithANewSession(bool withDeadServer)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var servers = withDeadServer ? $"{server.ConnectionString},127.0.0.1:{FreePort.Next()}" : server.ConnectionString;
        var (time, log) = (new ManualTime(), new RecordingLogger());
        await using var client = await TestClient.ConnectAsync(servers, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(6);
            options.TimeProvider = time;
            options.LoggerFactory = log;
        });
        await client.CreateAsync("/data", [1]);
        for (var i = 0; i < 200; i++)
        {
            await client.SetDataAsync("/data", [1]);
        }

        var (session, zxid) = (client.SessionId, client.LastZxid);
        var (changed, gone, recursive) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.CreateAsync("/gone");
        await client.GetDataAsync("/data", changed.Add);
        await client.GetDataAsync("/gone", gone.Add);
        await client.AddWatchAsync("/", WatchMode.PersistentRecursive, recursive.Add);

        await server.KillAsync();
        await server.WipeAsync();
        await server.StartAgainAsync();
        await using (var other = await TestClient.ConnectAsync(server.ConnectionString))
        {
            await other.CreateAsync("/data", [2]);
        }

        // It is refused for three session timeouts before it asks whether the ensemble was wiped.
        await time.AdvanceUntilAsync(() => client.State == SessionState.Connected && client.SessionId != session, TimeSpan.FromMilliseconds(100));
        CollectionAssert.AreEqual(new byte[] { 2 }, (await client.GetDataAsync("/data")).Data);
        Assert.IsLessThan(zxid, client.LastZxid, "the server's zxid stays lower than what was seen before");
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await changed.NextAsync()).Type, "it changed in the new history");
        Assert.AreEqual(WatchEventType.NodeDeleted, (await gone.NextAsync()).Type);
        await client.SetDataAsync("/data", [3]);
        await recursive.NextAsync(watchedEvent => watchedEvent.Type == WatchEventType.NodeDataChanged && watchedEvent.Path == "/data");
        Assert.Contains(entry => entry.Level == LogLevel.Critical && entry.Message.Contains(server.ConnectionString, StringComparison.Ordinal), log.Entries);
    }
}
