using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class SessionConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    public async Task Reattach_WithPassword_MovesTheSessionAndClosesTheOldConnection()
    {
        var first = await ConnectAsync();
        var path = UniquePath();
        (await first.CreateAsync(path, mode: CreateMode.Ephemeral)).Ok();
        var second = await OpenAsync(New(TimeSpan.FromSeconds(7)) with { SessionId = first.Id, Password = first.Password });
        await first.ClosedAsync();
        Assert.AreEqual(first.Id, second.Id);
        CollectionAssert.AreEqual(first.Password, second.Password);
        Assert.AreEqual(7000, second.Handshake!.TimeoutMilliseconds);
        Assert.AreEqual(second.Id, (await second.StatAsync(path)).EphemeralOwner);
    }

    [TestMethod]
    public async Task Reattach_AfterTheConnectionWasLost_GoesOn()
    {
        var first = await ConnectAsync();
        var path = UniquePath();
        (await first.CreateAsync(path, mode: CreateMode.Ephemeral)).Ok();
        await first.DisposeAsync();
        var second = await ReattachAsync(first);
        Assert.AreEqual(first.Id, second.Id);
        Assert.IsTrue(await second.HasAsync(path));
    }

    [TestMethod]
    public async Task Reattach_WrongPassword_IsExpiredAndClosed()
    {
        var owner = await ConnectAsync();
        await IsExpiredAsync(await OpenAsync(New(null) with { SessionId = owner.Id, Password = new byte[16] }));
    }

    [TestMethod]
    public async Task Reattach_WrongPassword_ClosesTheOldConnectionButNotTheSession()
    {
        var owner = await ConnectAsync();
        await IsExpiredAsync(await OpenAsync(New(null) with { SessionId = owner.Id, Password = [1, 2, 3] }));
        await owner.ClosedAsync();
        Assert.AreEqual(owner.Id, (await ReattachAsync(owner)).Id);
    }

    [TestMethod]
    public async Task Reattach_UnknownSession_IsExpiredAndClosed() =>
        await IsExpiredAsync(await OpenAsync(New(null) with { SessionId = 0x1234_5678_9abc_def0 }));

    [TestMethod]
    public async Task Reattach_ClosedSession_IsExpiredAndClosed()
    {
        var session = await ConnectAsync();
        (await session.CloseAsync()).Ok();
        await IsExpiredAsync(await ReattachAsync(session));
    }

    [TestMethod]
    public async Task Handshake_LastZxidAhead_ClosesWithoutAnAnswer()
    {
        var session = await ConnectAsync();
        var ahead = (await session.PingAsync()).Zxid + 1_000_000;
        Assert.IsNull((await OpenAsync(New(null) with { LastZxidSeen = ahead })).Handshake);
        Assert.IsNull((await OpenAsync(New(null) with { LastZxidSeen = ahead, SessionId = session.Id, Password = session.Password })).Handshake);
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task Handshake_LastZxidOfTheServer_IsAccepted()
    {
        var session = await ConnectAsync();
        var zxid = (await session.PingAsync()).Zxid;
        Assert.IsFalse((await OpenAsync(New(null) with { LastZxidSeen = zxid })).Handshake!.IsExpired);
    }

    [TestMethod]
    public async Task CloseSession_Answered_ThenTheConnectionIsClosed()
    {
        var session = await ConnectAsync();
        var before = (await session.PingAsync()).Zxid;
        var reply = await session.CloseAsync();
        reply.OkWithoutBody();
        Assert.IsGreaterThan(before, reply.Zxid);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task CloseSession_FollowedByAWrite_DoesNotDoIt()
    {
        var session = await ConnectAsync();
        var path = UniquePath();
        var close = WireConnection.Frame(new RequestHeader(1, OpCode.CloseSession));
        var create = WireConnection.Frame(new RequestHeader(2, OpCode.Create), new CreateRequest(path, null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        await session.WriteAsync((byte[])[.. close, .. create]);
        Assert.AreEqual(1, (await session.ReplyAsync()).Ok().Xid);
        await session.EndAsync();
        Assert.IsFalse(await (await ConnectAsync()).HasAsync(path));
    }

    [TestMethod]
    public async Task Reattach_WithAShorterTimeout_ExpiresByIt()
    {
        var (watcher, root) = await ConnectWithRootAsync();
        var session = await ConnectAsync();
        (await session.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        await OpenAsync(New(TimeSpan.FromSeconds(1)) with { SessionId = session.Id, Password = session.Password });
        await Eventually.TrueAsync(async () => !await watcher.HasAsync(root + "/e"), ConformanceServer.MaxSessionTimeout / 2);
        await IsExpiredAsync(await ReattachAsync(session));
    }

    [TestMethod]
    public async Task Session_Silent_ExpiresWithItsEphemeralsAndConnection()
    {
        var (watcher, root) = await ConnectWithRootAsync();
        var silent = await ConnectAsync(TimeSpan.FromSeconds(2));
        (await silent.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        await silent.ClosedAsync();

        // Apache ZooKeeper also closes silent connections as such, a little before or after the session.
        await Eventually.TrueAsync(async () => !await watcher.HasAsync(root + "/e"));
        await IsExpiredAsync(await ReattachAsync(silent));
    }

    [TestMethod]
    public async Task Session_WithoutConnection_Expires()
    {
        var (watcher, root) = await ConnectWithRootAsync();
        var lost = await ConnectAsync(TimeSpan.FromSeconds(2));
        (await lost.CreateAsync(root + "/e", mode: CreateMode.Ephemeral)).Ok();
        await lost.DisposeAsync();
        await Eventually.TrueAsync(async () => !await watcher.HasAsync(root + "/e"));
        await IsExpiredAsync(await ReattachAsync(lost));
    }

    [TestMethod]
    public async Task Session_ThatPings_OutlivesOneThatIsSilent()
    {
        // On a busy machine this test may itself pause for too long between two pings. That proves nothing, and the session then begins anew.
        var (timeout, longestPause) = (TimeSpan.FromSeconds(3), TimeSpan.MaxValue);
        while (longestPause > timeout / 2)
        {
            longestPause = TimeSpan.Zero;
            var path = UniquePath();
            var pinging = await ConnectAsync(timeout);
            var pinged = TimeProvider.System.GetTimestamp();
            await using var watcher = await ConnectAsync();
            await using (var silent = await ConnectAsync(timeout))
            {
                (await silent.CreateAsync(path, mode: CreateMode.Ephemeral)).Ok();
            }

            await Eventually.TrueAsync(async () =>
            {
                var pause = TimeProvider.System.GetElapsedTime(pinged);
                longestPause = pause > longestPause ? pause : longestPause;
                pinged = TimeProvider.System.GetTimestamp();
                if (longestPause <= timeout / 2)
                {
                    (await pinging.PingAsync()).OkWithoutBody();
                }

                return !await watcher.HasAsync(path);
            });
            if (longestPause <= timeout / 2)
            {
                Assert.AreEqual(pinging.Id, (await ReattachAsync(pinging)).Id);
            }
        }
    }

    private static async Task IsExpiredAsync(WireSession session)
    {
        var answer = session.Handshake!;
        Assert.AreEqual((0, 0, 0L, false), (answer.ProtocolVersion, answer.TimeoutMilliseconds, answer.SessionId, answer.ReadOnly));
        CollectionAssert.AreEqual(new byte[16], answer.Password);
        await session.ClosedAsync();
    }
}

[TestClass]
public sealed class ApacheSessionConformance() : SessionConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerSessionConformance() : SessionConformance(SharedServers.DevServer);
