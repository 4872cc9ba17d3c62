using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>What a connection makes of frames that come out of turn, in pieces, or are none.</summary>
[TestClass]
public sealed class WireOddityTests
{
    [TestMethod]
    public async Task Reply_OutOfOrder_IsMatchedByXid()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var xids = new List<int>();
            for (var i = 0; i < 5; i++)
            {
                xids.Add((await connection.ReadRequestAsync()).Header.Xid);
            }

            foreach (var xid in Enumerable.Reverse(xids))
            {
                await connection.ReplyAsync(xid, 5, body: new IntReply(xid));
            }

            await connection.UntilClosedAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var numbers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.GetAllChildrenNumberAsync("/"))).WaitAsync(TestClient.Deadline);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4, 5 }, numbers);
    }

    [TestMethod]
    public async Task Reply_InSingleBytes_Arrives()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var (header, _) = await connection.ReadRequestAsync();
            await connection.DribbleAsync(ScriptedConnection.Reply(header.Xid, 5, body: new GetDataReply([1, 2, 3], WireVector.Stat)));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var data = await client.GetDataAsync("/a").WaitAsync(TestClient.Deadline);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, data.Data);
        Assert.AreEqual(WireVector.Stat.Stat, data.Stat);
        Assert.AreEqual(5, client.LastZxid);
    }

    [TestMethod]
    public async Task AuthReply_BetweenOthers_IsNoTrouble()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var read = await connection.ReadRequestAsync();
            var auth = await connection.ReadRequestAsync();
            Assert.AreEqual(Xid.Auth, auth.Header.Xid);
            await connection.ReplyAsync(Xid.Auth, 0);
            await connection.ReplyAsync(read.Header.Xid, 5, body: new IntReply(9));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var read = client.GetAllChildrenNumberAsync("/");
        await client.AddAuthAsync("digest", "u:p"u8.ToArray()).WaitAsync(TestClient.Deadline);
        Assert.AreEqual(9, await read.WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task Reply_UnknownError_SurfacesAsItsNumber()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.ServeAsync(request => connection.ReplyAsync(request.Xid, 5, (ErrorCode)(-4711)));
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.GetDataAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(-4711, (int)exception.ErrorCode);
        Assert.Contains("-4711", exception.Message);
        Assert.AreEqual(SessionState.Connected, client.State);
    }

    [TestMethod]
    public async Task Refusal_ThatSkippedTheQueue_DoesNotMoveTheZxid()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var first = await connection.ReadRequestAsync();
            var second = await connection.ReadRequestAsync();
            await connection.ReplyAsync(second.Header.Xid, 900, ErrorCode.NotReadOnly);
            await connection.ReplyAsync(first.Header.Xid, 7, body: new IntReply(1));
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var read = client.GetAllChildrenNumberAsync("/");
        var write = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SetDataAsync("/a", []).WaitAsync(TestClient.Deadline));
        Assert.AreEqual(ErrorCode.NotReadOnly, write.ErrorCode);
        Assert.AreEqual(1, await read.WaitAsync(TestClient.Deadline));
        Assert.AreEqual(7, client.LastZxid);
    }

    [TestMethod]
    public async Task Event_OfUnknownType_IsIgnored()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.EventAsync(99, "/a");
            await connection.EventAsync(-1, "");
            await connection.ServeAsync();
        });
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.LoggerFactory = log);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(1, server.Accepted);
        Assert.AreEqual(2, log.Entries.Count(entry => entry.Id == 1010));
    }

    [TestMethod]
    public async Task Event_WithZxid_DoesNotMoveTheZxid()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            await connection.EventAsync((int)WatchEventType.NodeCreated, "/a", zxid: 900);
            connection.Zxid = 7;
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(7, client.LastZxid);
    }

    [TestMethod]
    [DataRow("00000010 00000063 0000000000000005 00000000", "99", DisplayName = "unknown xid")]
    [DataRow("00000010 00000000 0000000000000005 00000000", "request 0", DisplayName = "xid zero")]
    [DataRow("00000010 fffffffc 0000000000000000 00000000", "request -4", DisplayName = "auth that nobody asked for")]
    [DataRow("00000004 00000000", "too early", DisplayName = "shorter than a header")]
    [DataRow("fffffff0", "-16", DisplayName = "negative length")]
    [DataRow("00000014 ffffffff 0000000000000005 00000000 00000003", "too early", DisplayName = "event that is cut off")]
    [DataRow("00000014 00000001 0000000000000005 00000000 00000003", "malformed", DisplayName = "reply that is cut off")]
    [DataRow("0000001c 00000001 0000000000000005 00000000 7fffffff 0000000000000000", "malformed", DisplayName = "false length inside")]
    public async Task Garbage_EndsTheConnection_FailsWhatIsOutstanding_AndTheNextOneServes(string hex, string reason)
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                await connection.ReadRequestAsync();
                await connection.SendAsync(Hex.Parse(hex));
                await connection.UntilClosedAsync();
            }

            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.GetDataAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.Contains(reason, exception.Message);
        Assert.AreEqual("/a", exception.Path);
        Assert.IsTrue(exception.IsTransient);

        await Testing.Eventually.TrueAsync(() => server.Accepted == 2 && client.State == SessionState.Connected);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(0x1234, client.SessionId, "the session goes on");
    }

    [TestMethod]
    public async Task EndOfStream_FailsEveryOutstandingRequest_AndNamesServerAndPath()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                for (var i = 0; i < 20; i++)
                {
                    await connection.ReadRequestAsync();
                }

                return;
            }

            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var requests = Enumerable.Range(0, 20).Select(i => client.GetDataAsync($"/a{i}")).ToArray();
        for (var i = 0; i < requests.Length; i++)
        {
            var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => requests[i].WaitAsync(TestClient.Deadline));
            Assert.Contains(server.ConnectionString, exception.Message);
            Assert.AreEqual($"/a{i}", exception.Path);
        }
    }

    [TestMethod]
    public async Task ZxidRegression_FailsTheRequest_AndBeginsANewSessionThere()
    {
        await using var server = ScriptedServer.Start(async connection =>
        {
            var handshake = await connection.AcceptAsync(newSessionId: connection.Number);
            if (connection.Number == 1)
            {
                await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, 1000, ErrorCode.NoNode);
                await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, 10, ErrorCode.NoNode);
                await connection.UntilClosedAsync();
            }

            Assert.AreEqual(0, handshake.SessionId);
            Assert.AreEqual(0, handshake.LastZxidSeen, "the new history has not been seen yet");
            connection.Zxid = 11;
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.ExistsAsync("/b").WaitAsync(TestClient.Deadline));
        Assert.Contains("0xa", exception.Message);

        await Testing.Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId == 2);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(11, client.LastZxid);
    }
}
