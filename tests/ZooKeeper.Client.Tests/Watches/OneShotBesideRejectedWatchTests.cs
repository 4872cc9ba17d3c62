using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Client.Tests.Trees;
using static ZooKeeper.Client.Tests.Watches.ScriptedRestoration;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>One-shot watches on paths whose persistent watch the server is too busy to set (ZOOKEEPER-4466).</summary>
[TestClass]
public sealed class OneShotBesideRejectedWatchTests
{
    [TestMethod]
    public async Task OneShot_SetWhileTheRootWatchIsThrottled_GetsItsEvent()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set(Watched, 1);
            var (isThrottled, isWatched) = (false, false);
            while (true)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.AddWatch && !isThrottled)
                {
                    isThrottled = true;
                    await connection.ReplyAsync(header.Xid, tree.Zxid, ErrorCode.ThrottledOperation);
                }
                else if (header.OpCode == OpCode.GetData)
                {
                    isWatched = Jute.Decode<ReadRequest>(content.AsSpan(8)).Watch;
                    await connection.ReplyAsync(header.Xid, tree.Zxid, body: new GetDataReply([1], new StatRecord(default)));
                    if (isWatched)
                    {
                        await tree.WriteAsync(Watched, 2);
                    }
                }
                else
                {
                    await tree.AnswerAsync(header, content);
                }
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using var mirror = client.Mirror(Watched);
        var events = new Recorder<WatchedEvent>();
        await client.GetDataAsync(Watched, events.Add).WaitAsync(TestClient.Deadline);

        Assert.AreEqual(Watched, (await events.NextAsync()).Path);
    }

    [TestMethod]
    public async Task OneShot_BetweenTheAnswersToTwoRootWatches_DoesNotReplaceTheAcceptedOne()
    {
        var watch = new TaskCompletionSource<bool>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var adds = new List<int>();
            while (true)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.AddWatch)
                {
                    adds.Add(header.Xid);
                    if (adds.Count == 2)
                    {
                        await connection.ReplyAsync(adds[0], Seen, ErrorCode.ThrottledOperation);
                    }
                }
                else if (header.OpCode == OpCode.GetData)
                {
                    watch.SetResult(Jute.Decode<ReadRequest>(content.AsSpan(8)).Watch);
                    await connection.ReplyAsync(adds[1], Seen);
                    await connection.ReplyAsync(header.Xid, Seen, body: new GetDataReply([], new StatRecord(default)));
                }
            }
        });
        using var logger = new Testing.RecordingLogger();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.LoggerFactory = logger);
        await using var one = client.Mirror(Watched);
        await using var other = client.Mirror(Watched);
        await Testing.Eventually.TrueAsync(() => logger.Events.Contains(1202));

        await client.GetDataAsync(Watched, _ => { }).WaitAsync(TestClient.Deadline);

        Assert.IsFalse(await watch.Task.WaitAsync(TestClient.Deadline), "the other root watch, which the server may accept, reports the event");
    }

    [TestMethod]
    public async Task OneShot_AfterARejectedRecursiveWatch_DoesNotEndThePersistentWatchOfThePath()
    {
        var watch = new TaskCompletionSource<bool>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            foreach (var error in new[] { ErrorCode.Ok, ErrorCode.ThrottledOperation })
            {
                var (add, _) = await connection.ReadRequestAsync();
                await connection.ReplyAsync(add.Xid, Seen, error);
            }

            var (header, content) = await connection.ReadRequestAsync();
            watch.SetResult(Jute.Decode<ReadRequest>(content.AsSpan(8)).Watch);
            await connection.ReplyAsync(header.Xid, Seen, body: new GetDataReply([], new StatRecord(default)));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await client.AddWatchAsync(Watched, WatchMode.Persistent, _ => { });
        await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.AddWatchAsync(Watched, WatchMode.PersistentRecursive, _ => { }));
        await client.GetDataAsync(Watched, _ => { });

        Assert.IsFalse(await watch.Task.WaitAsync(TestClient.Deadline), "the persistent watch of the path reports the event");
    }
}
