using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>Code that waits for a watch learns that it was removed: no event would come any more.</summary>
[TestClass]
public sealed class RemovedWatchTests
{
    [TestMethod]
    [DataRow("getData")]
    [DataRow("exists")]
    [DataRow("getChildren")]
    public async Task RemoveWatchesAsync_SomeoneWaits_TheWaitEndsAndSaysSo(string kind)
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var wait = kind switch
        {
            "getData" => (await client.GetDataAndWatchAsync(path)).WaitAsync(),
            "exists" => (await client.ExistsAndWatchAsync(path)).WaitAsync(),
            _ => (await client.GetChildrenAndWatchAsync(path)).WaitAsync(),
        };
        await client.RemoveWatchesAsync(path);

        Assert.AreEqual(new WatchedEvent(WatchEventType.WatchRemoved, path, -1), await wait.WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_InAChroot_TheWaitEndsWithThePathOfTheUser()
    {
        await using var whole = await SharedServer.ConnectAsync();
        var chroot = SharedServer.UniquePath();
        await whole.CreateAsync(chroot);
        await using var client = await SharedServer.ConnectAsync(chroot: chroot);
        using var watch = await client.ExistsAndWatchAsync("/a");
        await client.RemoveWatchesAsync("/a");

        Assert.AreEqual("/a", (await watch.WaitAsync().WaitAsync(TestClient.Deadline)).Path);
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_TheReadIsNotAnsweredYet_TheWaitEnds()
    {
        var (asked, removing) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (read, _) = await connection.ReadRequestAsync();
            asked.SetResult();
            await removing.Task;
            await connection.ReplyAsync(read.Xid, zxid: 1, body: new GetDataReply([], default));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var reading = client.GetDataAndWatchAsync("/a");
        await asked.Task.WaitAsync(TestClient.Deadline);
        var removal = client.RemoveWatchesAsync("/a");
        removing.SetResult();
        await removal.WaitAsync(TestClient.Deadline);

        using var watch = await reading.WaitAsync(TestClient.Deadline);
        Assert.AreEqual(WatchEventType.WatchRemoved, (await watch.WaitAsync().WaitAsync(TestClient.Deadline)).Type);
    }

    [TestMethod]
    public async Task RemoveWatchesAsync_SomeoneWaitsForADeletion_ItIsStillSeen()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var waiting = client.WaitForDeletionAsync(path);
        await Testing.Eventually.TrueAsync(() => RemovedAsync(client, path));
        await client.DeleteAsync(path);

        await waiting.WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task EventOfARemoval_SentByAServer_IsIgnored()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (exists, _) = await connection.ReadRequestAsync();
            await connection.ReplyAsync(exists.Xid, zxid: 1, ErrorCode.NoNode);
            await connection.EventAsync((int)WatchEventType.WatchRemoved, "/a");
            await connection.EventAsync((int)WatchEventType.NodeCreated, "/a");
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        using var watch = await client.ExistsAndWatchAsync("/a");

        Assert.AreEqual(WatchEventType.NodeCreated, (await watch.WaitAsync().WaitAsync(TestClient.Deadline)).Type);
    }

    private static async Task<bool> RemovedAsync(ZooKeeperClient client, string path)
    {
        try
        {
            await client.RemoveWatchesAsync(path);
            return true;
        }
        catch (ZooKeeperException e) when (e.ErrorCode == ErrorCode.NoWatcher)
        {
            return false;
        }
    }
}
