using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Groups;

/// <summary>Members that lose their sessions, and processes that share an id.</summary>
[TestClass]
public sealed class MembershipLossTests
{
    // The end of the old session, the begin of the new one, and the creation.
    private const int TransactionsOfAnExpiry = 2;

    // The former sessions live to the end.
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private static readonly int Losses = Effort.Of(daily: 20, nightly: 1_000);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task SessionsLostAgainAndAgain_NoGapWhereTheOldOneLivesABoundedOneAfterExpiryAndNoPhantom()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxSessionTimeout = Long });
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        using var time = new FastTime();
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = Long, TimeProvider = time });
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var membership = await new ZooKeeperGroup(client, "/members").JoinAsync("one", "data"u8.ToArray());
        await using var stays = await new ZooKeeperGroup(observer, "/members").JoinAsync("stays"); // otherwise the server may delete the empty container in a gap
        await using var events = await ZnodeEvents.FollowAsync(observer, membership.Path);
        var random = new Random(FuzzSeed.Next(TestContext.WriteLine));
        var (former, expected) = (new List<long>(), new List<long>());
        for (var loss = 1; loss <= Losses; loss++)
        {
            var session = client.SessionId;
            if (random.Next(2) == 0)
            {
                await server.ExpireSessionAsync(session);
                expected.Add(TransactionsOfAnExpiry);
            }
            else
            {
                await LoseAndLeaveAliveAsync(server, proxy, client);
                former.Add(session);
                expected.Add(0);
            }

            await events.GapsAsync(loss);
            await Eventually.TrueAsync(() => membership.IsMember);
        }

        CollectionAssert.AreEqual(expected, (await events.GapsAsync(Losses)).ToArray());
        foreach (var session in former)
        {
            await server.ExpireSessionAsync(session);
        }

        Assert.AreEqual(client.SessionId, (await observer.ExistsAsync(membership.Path))?.EphemeralOwner, "the end of a former session deletes nothing");
        await membership.DisposeAsync();
        Assert.IsNull(await observer.ExistsAsync(membership.Path));
    }

    [TestMethod]
    public async Task ContainerDeletedInTheGap_IsCreatedAgainWithTheMember()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { ContainerCheckInterval = TimeSpan.FromMilliseconds(10) });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var group = new ZooKeeperGroup(observer, "/groups/members");
        await using var membership = await new ZooKeeperGroup(client, group.Path).JoinAsync("one", "data"u8.ToArray());
        await group.GetViewAsync();
        server.RefuseConnections = true;
        await server.ExpireSessionAsync(client.SessionId);
        await Eventually.TrueAsync(async () => await observer.ExistsAsync("/groups") is null);

        server.RefuseConnections = false;

        await Eventually.TrueAsync(() => membership.IsMember && group.Current!.Find("one")?.SessionId == client.SessionId);
    }

    [TestMethod]
    public async Task DataChangedWhileDisconnected_IsThatOfTheNextSession()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var membership = await new ZooKeeperGroup(client, "/members").JoinAsync("one", "old"u8.ToArray());
        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        var change = membership.SetDataAsync("new"u8.ToArray());
        await server.ExpireSessionAsync(client.SessionId);
        server.RefuseConnections = false;

        await change.WaitAsync(SharedServer.Deadline);

        CollectionAssert.AreEqual("new"u8.ToArray(), (await observer.GetDataAsync(membership.Path)).Data);
    }

    [TestMethod]
    public async Task LeftWhileDisconnected_IsGoneInWhicheverSession()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var membership = await new ZooKeeperGroup(client, "/members").JoinAsync("one");
        server.Reattachment = SessionReattachment.NewSession;
        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        await membership.DisposeAsync(); // gives the server a second, and goes on

        proxy.RefuseConnections = false;

        await Eventually.TrueAsync(async () => await observer.ExistsAsync(membership.Path) is null, because: "the session that had it still lives");
    }

    [TestMethod]
    public async Task DeletedByAnother_IsCreatedAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var membership = await new ZooKeeperGroup(client, path).JoinAsync("one", "data"u8.ToArray());

        await other.DeleteSubtreeAsync(path);

        await Eventually.TrueAsync(async () => (await other.ExistsAsync(membership.Path))?.EphemeralOwner == client.SessionId);
        CollectionAssert.AreEqual("data"u8.ToArray(), (await other.GetDataAsync(membership.Path)).Data);
    }

    [TestMethod]
    public async Task JoinAfterAKill_ReplacesTheFormerRunWithoutAGap()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var killed = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var former = await new ZooKeeperGroup(killed, "/members").JoinAsync("one", "former"u8.ToArray());
        await using var events = await ZnodeEvents.FollowAsync(observer, former.Path);
        proxy.RefuseConnections = true;
        proxy.DropConnections();

        await using var next = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var membership = await new ZooKeeperGroup(next, "/members").JoinAsync("one", "next"u8.ToArray());

        CollectionAssert.AreEqual(new long[] { 0 }, (await events.GapsAsync(1)).ToArray());
        CollectionAssert.AreEqual("next"u8.ToArray(), (await observer.GetDataAsync(membership.Path)).Data);
    }

    [TestMethod]
    public async Task TwoLivingProcessesWithOneId_DoNotFightAndTheFormerFollowsTheLater()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        using var logging = new RecordingLogger();
        await using var first = await new ZooKeeperGroup(client, "/members", new GroupOptions { LoggerFactory = logging }).JoinAsync("one");
        var second = await new ZooKeeperGroup(other, "/members").JoinAsync("one");
        await Eventually.TrueAsync(() => logging.Events.Contains(4022));
        Assert.IsFalse(first.IsMember);
        var owned = (await other.ExistsAsync(second.Path))!.Value;
        Assert.AreEqual(other.SessionId, owned.EphemeralOwner);

        var session = client.SessionId;
        await server.ExpireSessionAsync(session);
        await Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId != session);
        await client.SetDataAsync("/members", [1]); // a loser that fights would have been before this
        Assert.AreEqual(owned.Czxid, (await other.ExistsAsync(second.Path))!.Value.Czxid);
        Assert.IsTrue(second.IsMember);

        await second.DisposeAsync();

        await Eventually.TrueAsync(() => first.IsMember);
        Assert.AreEqual(client.SessionId, (await other.ExistsAsync(first.Path))?.EphemeralOwner);
    }

    [TestMethod]
    public async Task PermissionLost_IsLoggedAndTheMemberComesBackWithIt()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.CreateAsync("/members");
        using var logging = new RecordingLogger();
        var options = new GroupOptions { LoggerFactory = logging, RetryDelay = TimeSpan.FromMilliseconds(50) };
        await using var membership = await new ZooKeeperGroup(client, "/members", options).JoinAsync("one");
        await admin.SetAclAsync("/members", [new Acl(Permissions.Read | Permissions.Admin, "world", "anyone")]);

        await server.ExpireSessionAsync(client.SessionId);

        await Eventually.TrueAsync(() => logging.Events.Contains(4023));
        Assert.Contains(4020, logging.Events);
        Assert.IsFalse(membership.IsMember);
        await admin.SetAclAsync("/members", Acl.Open);
        await Eventually.TrueAsync(() => membership.IsMember);
        Assert.Contains(4021, logging.Events);

        await admin.SetAclAsync("/members", [new Acl(Permissions.Read | Permissions.Admin, "world", "anyone")]);
        await membership.DisposeAsync();
        await Eventually.TrueAsync(() => logging.Events.Contains(4024));
        Assert.IsFalse(membership.IsMember);
    }

    [TestMethod]
    public async Task LeavingAfterAnotherHasTakenTheId_LeavesTheOther()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var first = await new ZooKeeperGroup(client, path).JoinAsync("one");
        await using var second = await new ZooKeeperGroup(other, path).JoinAsync("one");

        await first.DisposeAsync();

        Assert.AreEqual(other.SessionId, (await client.ExistsAsync(second.Path))?.EphemeralOwner);
    }

    [TestMethod]
    public async Task ClientDisposed_EndsEverything()
    {
        var client = await SharedServer.ConnectAsync();
        await using var observer = await SharedServer.ConnectAsync();
        await using var group = new ZooKeeperGroup(client, SharedServer.UniquePath());
        var membership = await group.JoinAsync("one");

        await client.DisposeAsync();

        await Eventually.TrueAsync(() => !membership.IsMember);
        Assert.IsNull(await observer.ExistsAsync(membership.Path));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => membership.SetDataAsync(null).WaitAsync(SharedServer.Deadline));
        await membership.DisposeAsync().AsTask().WaitAsync(SharedServer.Deadline);
    }

    // The client gets a new session, and the server keeps the former one: as if the client had given it up.
    private static async Task LoseAndLeaveAliveAsync(ZooKeeperDevServer server, LoopbackProxy proxy, ZooKeeperClient client)
    {
        var former = client.SessionId;
        server.Reattachment = SessionReattachment.NewSession;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId != former);
        server.Reattachment = SessionReattachment.Accept;
    }
}
