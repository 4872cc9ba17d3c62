using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>The server or the client rejects a request of a mirror at the worst moment.</summary>
[TestClass]
public sealed class MirrorRefusalTests
{
    private const int ClientLimit = 1024;

    [TestMethod]
    public async Task Refused_StatReadThatHadCoveredAnEvent_OldDataIsNotPublished()
    {
        var refused = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set("/r");
            tree.Set("/r/p", 1);
            tree.Set("/r/p/x", 1);
            await tree.AnswerThroughAsync("/r/p/x");

            await tree.DeleteAsync("/r/p/x");
            var (statRead, _) = await tree.ReadMultiReadAsync();
            await tree.WriteAsync("/r/p", 2);
            await connection.ReplyAsync(statRead.Xid, tree.Zxid, ErrorCode.ThrottledOperation);
            refused.SetResult();
            await tree.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using var mirror = client.Mirror("/r");
        var loaded = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        await refused.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/elsewhere"); // a mirror can publish at its reply

        var next = await mirror.NextAsync(loaded).WaitAsync(TestClient.Deadline);
        Assert.IsNull(next.Find("/r/p/x"));
        Assert.AreEqual(2, next.Find("/r/p")!.Data!.Value.Span[0]);
    }

    [TestMethod]
    [DataRow(ErrorCode.ThrottledOperation, 1202)]
    [DataRow(ErrorCode.SystemError, 1200)]
    public async Task Refused_WatchOfTheRoot_IsAskedForAgainAndLoggedOnce(ErrorCode error, int eventId)
    {
        var logger = new RecordingLogger();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set("/r", 1);
            for (var refusals = 0; refusals < 2;)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.AddWatch)
                {
                    await connection.ReplyAsync(header.Xid, tree.Zxid, error);
                    refusals++;
                }
                else
                {
                    await tree.AnswerAsync(header, content);
                }
            }

            await tree.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.LoggerFactory = logger);
        await using var mirror = client.Mirror("/r");

        Assert.AreEqual(1, (await mirror.NextAsync(null).WaitAsync(TestClient.Deadline)).Find("/r")!.Data!.Value.Span[0]);
        Assert.IsNull(mirror.LastError);
        Assert.AreEqual(1, logger.Entries.Count(entry => entry.Id == eventId), "the second rejection repeats the first");
        Assert.AreEqual(1, server.Accepted);
    }

    [TestMethod]
    public async Task Refused_WatchOfTheRootAfterTheMirrorHasStopped_DoesNotCostTheConnection()
    {
        var (asked, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            var (header, content) = await connection.ReadRequestAsync();
            while (header.OpCode != OpCode.AddWatch)
            {
                await tree.AnswerAsync(header, content);
                (header, content) = await connection.ReadRequestAsync();
            }

            asked.SetResult();
            await stopped.Task;
            await connection.ReplyAsync(header.Xid, tree.Zxid, ErrorCode.MarshallingError);
            await tree.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using (client.Mirror("/r"))
        {
            await asked.Task.WaitAsync(TestClient.Deadline);
        }

        stopped.SetResult();
        await client.ExistsAsync("/elsewhere").WaitAsync(TestClient.Deadline);
        Assert.AreEqual(1, server.Accepted);
    }

    [TestMethod]
    public async Task Refused_SyncOfARefresh_IsSentAgain()
    {
        var (syncs, refused) = (0, new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set("/r", 1);
            await tree.AnswerThroughAsync("/r");
            while (true)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.Sync && Interlocked.Increment(ref syncs) == 1)
                {
                    await connection.ReplyAsync(header.Xid, tree.Zxid, ErrorCode.ThrottledOperation);
                    refused.SetResult();
                }
                else
                {
                    await tree.AnswerAsync(header, content);
                }
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using var mirror = client.Mirror("/r");
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        var refresh = mirror.RefreshAsync();
        await refused.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/elsewhere");

        await refresh.WaitAsync(TestClient.Deadline);
        Assert.AreEqual(2, syncs);
    }

    [TestMethod]
    public async Task Request_OverTheClientsLimit_LeavesTheZnodeOut()
    {
        await using var other = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var large = $"{root}/{new string('x', ClientLimit)}";
        await other.CreateAsync(root);
        await other.CreateAsync(root + "/small", [1]);
        await other.CreateAsync(large, [1]);
        var log = new RecordingLogger();
        await using var client = await SharedServer.ConnectAsync(options => (options.MaxRequestLength, options.LoggerFactory) = (ClientLimit, log));
        await using var mirror = client.Mirror(root);

        var snapshot = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        Assert.AreEqual(1, snapshot.Find(root + "/small")!.Data!.Value.Span[0]);
        Assert.IsFalse(snapshot.Find(large)!.IsReadable);
        CollectionAssert.AreEqual(new[] { large }, mirror.UnreadablePaths.ToArray());
        Assert.Contains(entry => entry.Id == 1203 && entry.Message.Contains(large, StringComparison.Ordinal), log.Entries);
    }

    [TestMethod]
    public async Task Reply_OverTheClientsLimitUnderConstantWrites_StatesKeepBeingPublished()
    {
        const int Rounds = 20;
        var (writing, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var tree = new ScriptedTree(connection);
            tree.Set("/r");
            tree.Set("/r/a", 1);
            tree.Set("/r/b", 1);
            tree.Set("/r/c", 1);
            await tree.AnswerThroughAsync("/r/c");

            // At the look-back, the only open path is the one that becomes too large.
            await tree.WriteAsync("/r/a", new byte[2 * ClientLimit]);
            var large = await tree.ReadMultiReadAsync();
            writing.SetResult();
            var (point, content) = await connection.ReadRequestAsync();
            await tree.AnswerAsync(point, content);
            await tree.WriteAsync("/r/b", 2);
            var open = await tree.ReadMultiReadAsync();
            await tree.AnswerAsync(large.Header, large.Content);

            // From now on, another read is in flight at each reply.
            for (byte round = 0; round < Rounds; round++)
            {
                await tree.WriteAsync(round % 2 == 0 ? "/r/c" : "/r/b", round);
                var next = await tree.ReadMultiReadAsync();
                await tree.AnswerAsync(open.Header, open.Content);
                open = next;
            }

            ended.SetResult();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.MaxReplyLength = ClientLimit);
        await using var mirror = client.Mirror("/r");
        var loaded = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        await writing.Task.WaitAsync(TestClient.Deadline);
        await client.ExistsAsync("/elsewhere");

        var published = mirror.NextAsync(loaded);
        Assert.AreSame(published, await Task.WhenAny(published, ended.Task).WaitAsync(TestClient.Deadline));
        Assert.IsFalse((await published).Find("/r/a")!.IsReadable);
    }
}
