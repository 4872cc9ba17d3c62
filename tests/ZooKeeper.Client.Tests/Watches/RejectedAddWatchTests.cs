using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using static ZooKeeper.Client.Tests.Watches.ScriptedRestoration;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>The caller of <c>AddWatchAsync</c> learns why there is no watch, also if the server rejected an earlier one on which it relies.</summary>
[TestClass]
public sealed class RejectedAddWatchTests
{
    [TestMethod]
    public async Task AddWatch_TheWatchItReliesOnIsThrottled_BothCallersLearnThatTheyCanRetry()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (add, _) = await connection.ReadRequestAsync();
            var (read, _) = await connection.ReadRequestAsync();
            Assert.AreEqual(OpCode.Exists, read.OpCode, "the first watch covers the second");
            await connection.ReplyAsync(add.Xid, Seen, ErrorCode.ThrottledOperation);
            await connection.ReplyAsync(read.Xid, Seen, ErrorCode.NoNode);
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var first = client.AddWatchAsync(Watched, WatchMode.PersistentRecursive, _ => { });
        var second = client.AddWatchAsync(Watched + "/below", WatchMode.Persistent, _ => { });

        foreach (var (adding, path) in new[] { (first, Watched), (second, Watched + "/below") })
        {
            var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => adding.WaitAsync(TestClient.Deadline));
            Assert.AreEqual(ErrorCode.ThrottledOperation, exception.ErrorCode);
            Assert.IsTrue(exception.IsTransient);
            Assert.AreEqual(
                $"AddWatch of '{path}' failed: the server is overloaded, and did not execute the request (ThrottledOperation). Retry after a pause.", exception.Message);
        }
    }
}
