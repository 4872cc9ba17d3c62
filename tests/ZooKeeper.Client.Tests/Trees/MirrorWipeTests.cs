using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A server loses its data and begins a new history.</summary>
[TestClass]
public sealed class MirrorWipeTests
{
    private const string Root = "/wiped";

    [TestMethod]
    public Task Wipe_RestoredAndPastTheOldZxid_IsFollowed() => RunAsync(TimeSpan.FromMinutes(1), async (server, old, log) =>
    {
        Assert.AreEqual("before", log.ValueOf(Root + "/key"), "the mirror must not follow a server that is behind");
        await using var writer = await TestClient.ConnectAsync(server.ConnectionString);
        while (writer.LastZxid <= old)
        {
            await writer.SetDataAsync("/", [1]);
        }

        await Eventually.TrueAsync(() => log.ValueOf(Root + "/key") == "after", TimeSpan.FromMinutes(1));
    });

    [TestMethod]
    public Task Wipe_StillBehindTheOldZxid_IsRecognisedAndFollowed() => RunAsync(TimeSpan.FromSeconds(1), async (_, old, log) =>
    {
        await Eventually.TrueAsync(() => log.ValueOf(Root + "/key") == "after", TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => log.All[^1].Zxid < old);
    });

    // The server loses its data and gets other data in one multi. Its zxids are then far behind the old ones.
    private static async Task RunAsync(TimeSpan sessionTimeout, Func<ZooKeeperServer, long, SnapshotLog, Task> afterwards)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = sessionTimeout);
        await CreateAsync(server, "before", extraWrites: 200);
        await using var mirror = client.Mirror(Root);
        await using var log = new SnapshotLog(mirror);
        await Eventually.TrueAsync(() => log.ValueOf(Root + "/key") == "before");
        var old = client.LastZxid;

        await server.KillAsync();
        await server.WipeAsync();
        await server.StartAgainAsync();
        await CreateAsync(server, "after", extraWrites: 0);
        await afterwards(server, old, log);
        log.AssertAlwaysThere(Root, Root + "/key");
    }

    private static async Task CreateAsync(ZooKeeperServer server, string value, int extraWrites)
    {
        await using var writer = await TestClient.ConnectAsync(server.ConnectionString);
        await writer.MultiAsync(new Multi().Create(Root, null).Create(Root + "/key", Encoding.UTF8.GetBytes(value)));
        for (var i = 0; i < extraWrites; i++)
        {
            await writer.SetDataAsync(Root, null);
        }
    }
}
