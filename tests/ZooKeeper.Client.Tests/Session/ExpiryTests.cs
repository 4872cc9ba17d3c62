using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ExpiryTests
{
    [TestMethod]
    public async Task Expired_ANewSessionFollows_WithIdentitiesAndWatches()
    {
        await using var away = await Away.ConnectAsync(options => options.DigestIdentities.Add(new DigestIdentity("me", "pw")));
        var (client, other) = (away.Client, away.Other);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, [1], acl: [Acl.Digest(Permissions.All, "me", "pw"), new Acl(Permissions.Read | Permissions.Create, "world", "anyone")]);
        await client.CreateAsync(path + "/ephemeral", mode: CreateMode.Ephemeral);
        await client.CreateAsync(path + "/data");
        var (missed, recursive) = (new Recorder<WatchedEvent>(), new Recorder<WatchedEvent>());
        await client.GetDataAsync(path + "/data", missed.Add);
        await client.AddWatchAsync(path, WatchMode.PersistentRecursive, recursive.Add);
        var (oldId, oldZxid) = (client.SessionId, client.LastZxid);
        var states = client.RecordStates();

        await away.WhileAwayAsync(async () =>
        {
            await RawSession.ExpireAsync(SharedServer.Server.Port, oldId, client.SessionPassword.ToArray());
            await other.SetDataAsync(path + "/data", [1]);
        });

        CollectionAssert.AreEqual(
            new[] { SessionState.Disconnected, SessionState.Expired, SessionState.Connected }, await states.NextAsync(3));
        Assert.AreNotEqual(oldId, client.SessionId);
        Assert.IsGreaterThanOrEqualTo(oldZxid, client.LastZxid);
        Assert.IsNull(await client.ExistsAsync(path + "/ephemeral"));
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await missed.NextAsync()).Type);
        await client.SetDataAsync(path, [2]);
        await recursive.NextAsync(watchedEvent => watchedEvent == new WatchedEvent(WatchEventType.NodeDataChanged, path, -1));
    }

    [TestMethod]
    public async Task Expired_CarriesTheHighestZxidOver()
    {
        var handshakes = new Recorder<ConnectRequest>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            if (connection.Number == 2)
            {
                handshakes.Add(await connection.AcceptAsync(timeoutMilliseconds: 0));
                return;
            }

            handshakes.Add(await connection.AcceptAsync(newSessionId: connection.Number));
            if (connection.Number == 1)
            {
                await connection.ReplyAsync((await connection.ReadRequestAsync()).Header.Xid, 500, ErrorCode.NoNode);
                return;
            }

            connection.Zxid = 501;
            await connection.ServeAsync();
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));

        // The old session with what it has seen, then a new one that does not begin in the past. (They are recorded as they are answered,
        // each by a task of its own.)
        CollectionAssert.AreEquivalent(new[] { (0L, 0L), (1L, 500L), (0L, 500L) }, (await handshakes.NextAsync(3)).Select(Brief).ToArray());
        await Eventually.TrueAsync(() => client.SessionId == 3 && client.State == SessionState.Connected);
    }

    [TestMethod]
    public async Task OutOfTouchForLong_TheSessionIsGivenUpLocally()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options => options.SessionTimeout = TimeSpan.FromSeconds(1));
        var states = client.RecordStates();
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Expired);
        Assert.AreEqual(0, client.SessionId);

        proxy.RefuseConnections = false;
        await states.NextAsync(state => state == SessionState.Connected);
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    private static (long SessionId, long LastZxidSeen) Brief(ConnectRequest request) => (request.SessionId, request.LastZxidSeen);
}
