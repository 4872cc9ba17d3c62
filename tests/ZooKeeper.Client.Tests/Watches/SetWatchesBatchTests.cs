using System.Collections.Concurrent;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>What goes over the wire when watches are set again.</summary>
[TestClass]
public sealed class SetWatchesBatchTests
{
    private const int Overhead = 64;

    [TestMethod]
    [DataRow(1_048_575, 128 * 1024, DisplayName = "at most 128 KB of paths")]
    [DataRow(10_000, 10_000, DisplayName = "at most what a request may have")]
    public async Task Restoration_OfManyLongPaths_GoesInSmallRequestsWithAllOfThem(int maxRequestLength, int largest)
    {
        var frames = new ConcurrentQueue<byte[]>();
        var restored = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            while (true)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (header.OpCode is OpCode.SetWatches or OpCode.SetWatches2)
                {
                    Assert.AreEqual(Xid.SetWatches, header.Xid);
                    frames.Enqueue(content);
                    await connection.ReplyAsync(header.Xid, 1000);
                }
                else if (header.OpCode == OpCode.Sync)
                {
                    if (connection.Number == 1)
                    {
                        return;
                    }

                    restored.TrySetResult();
                }
                else
                {
                    await connection.ReplyAsync(
                        header.Xid,
                        1000,
                        header.OpCode == OpCode.Exists ? ErrorCode.NoNode : ErrorCode.Ok,
                        header.OpCode == OpCode.AddWatch ? new IntReply(0) : null);
                }
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.MaxRequestLength = maxRequestLength);
        var exist = Enumerable.Range(0, 2000).Select(i => $"/{new string('€', 100)}-{i}").ToArray();
        var persistent = Enumerable.Range(0, 300).Select(i => $"/p{i}").ToArray();
        var recursive = Enumerable.Range(0, 300).Select(i => $"/r{i}").ToArray();
        await Task.WhenAll(exist.Select(path => client.ExistsAsync(path, _ => { }))).WaitAsync(TestClient.Deadline);
        await Task.WhenAll(persistent.Select(path => client.AddWatchAsync(path, WatchMode.Persistent, _ => { }))).WaitAsync(TestClient.Deadline);
        await Task.WhenAll(recursive.Select(path => client.AddWatchAsync(path, WatchMode.PersistentRecursive, _ => { }))).WaitAsync(TestClient.Deadline);

        await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.SyncAsync().WaitAsync(TestClient.Deadline));
        var sync = client.SyncAsync();
        await restored.Task.WaitAsync(TestClient.Deadline);

        var requests = frames.Select(frame => Jute.Decode<SetWatchesRequest>(frame.AsSpan(8))).ToArray();
        Assert.IsLessThanOrEqualTo(largest + Overhead, frames.Max(frame => frame.Length));
        Assert.IsTrue(Array.TrueForAll(requests, request => request.RelativeZxid == 1000));
        CollectionAssert.AreEquivalent(exist, requests.SelectMany(request => request.ExistWatches).ToArray());
        CollectionAssert.AreEquivalent(persistent, requests.SelectMany(request => request.PersistentWatches).ToArray());
        CollectionAssert.AreEquivalent(recursive, requests.SelectMany(request => request.PersistentRecursiveWatches).ToArray());
        Assert.IsTrue(requests.Any(request => request.OpCode == OpCode.SetWatches), "old servers know only the old request");
    }
}
