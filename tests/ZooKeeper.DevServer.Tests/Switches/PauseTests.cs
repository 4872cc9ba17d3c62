using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Hostile;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class PauseTests : SwitchTest
{
    /// <summary>How long a server that answers has for it. A server that is silent passes these tests however slow the machine is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    [TestMethod]
    public async Task PauseAsync_Requests_AreNotAnsweredAndNotDone_UntilResumed()
    {
        await using var session = await Server.OpenAsync();
        await Server.PauseAsync();
        await session.SendAsync(OpCode.Create, new CreateRequest("/a", null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        await session.SendAsync(OpCode.CloseSession);
        var reply = session.ReplyAsync();
        await IsSilentAsync(reply);
        Assert.HasCount(1, await Server.GetSessionsAsync());

        await Server.ResumeAsync();
        (await reply).Ok();
        (await session.ReplyAsync()).Ok();
        Assert.IsEmpty(await Server.GetSessionsAsync());
    }

    [TestMethod]
    public async Task ResumeAsync_ManyRequests_AreAnsweredInTheirOrder()
    {
        await using var session = await Server.OpenAsync();
        await Server.PauseAsync();
        for (var i = 0; i < 100; i++)
        {
            await session.SendAsync(OpCode.Create2, new CreateRequest("/s-", null, AclRecord.Wrap(Acl.Open), CreateMode.PersistentSequential));
        }

        await Server.ResumeAsync();
        for (var i = 0; i < 100; i++)
        {
            var reply = await session.ReplyAsync();
            Assert.AreEqual(i + 1, reply.Xid);
            Assert.AreEqual($"/s-{i:D10}", reply.As<CreateReply>().Path);
        }
    }

    [TestMethod]
    public async Task PauseAsync_NewConnections_AreAccepted_AndAnsweredLater()
    {
        await Server.PauseAsync();
        using var peer = await RawPeer.ConnectAsync(Server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(SessionTimeout)));
        using var word = await RawPeer.ConnectAsync(Server);
        await word.SendAsync("ruok"u8.ToArray());
        var answers = (Handshake: peer.ReceiveAsync(), Word: word.DrainAsync());
        await IsSilentAsync(answers.Handshake);
        await IsSilentAsync(answers.Word);
        Assert.IsEmpty(await Server.GetSessionsAsync());

        await Server.ResumeAsync();
        Assert.IsNotNull(await answers.Handshake);
        Assert.AreEqual(4, await answers.Word);
        Assert.HasCount(1, await Server.GetSessionsAsync());
    }

    [TestMethod]
    public async Task PauseAsync_Events_AreHeldBack_AndComeInOrder()
    {
        await using var session = await Server.OpenAsync();
        (await session.AddWatchAsync("/")).Ok();
        await Server.PauseAsync();
        for (var i = 0; i < 10; i++)
        {
            await Server.SetAsync($"/a{i}", null);
        }

        await session.SendAsync(OpCode.Ping, xid: Xid.Ping);
        var reply = session.ReplyAsync();
        await IsSilentAsync(reply);
        await Server.ResumeAsync();
        Assert.AreEqual(
            string.Join(' ', Enumerable.Range(0, 10).Select(i => $"/a{i}")),
            string.Join(' ', (await reply).Events.Select(e => e.Path)));
    }

    [TestMethod]
    public async Task PauseAsync_ForLong_ExpiresNoSession_AndEachHasItsFullTimeoutAgain()
    {
        await using var connected = await Server.OpenAsync(SessionTimeout);
        await using var left = await Server.OpenAsync(SessionTimeout);
        await left.DisposeAsync();
        await Eventually.TrueAsync(async () => (await Server.GetSessionsAsync()).Count(session => session.IsConnected) == 1);

        await Server.PauseAsync();
        Time.Advance(TimeSpan.FromHours(10));
        Assert.HasCount(2, await Server.GetSessionsAsync());

        await Server.ResumeAsync();
        Time.Advance(SessionTimeout);
        Assert.HasCount(2, await Server.GetSessionsAsync());
        (await connected.PingAsync()).Ok();
        Time.Advance(TimeSpan.FromSeconds(2));
        Assert.AreEqual(connected.Id, (await Server.GetSessionsAsync()).Single().Id);
    }

    [TestMethod]
    public async Task PauseAsync_ForLong_ClosesNoConnection()
    {
        await using var session = await Server.OpenAsync();
        using var silent = await RawPeer.ConnectAsync(Server);
        using var halfway = await RawPeer.ConnectAsync(Server);
        var handshake = WireConnection.Frame(ServerConnections.New(SessionTimeout));
        await halfway.SendAsync(handshake.AsMemory(0, 10));
        await Eventually.TrueAsync(() => Time.Awaited(TimeSpan.FromSeconds(10)) == 2, because: "both handshakes are waited for");

        await Server.PauseAsync();
        var ends = new Task[] { silent.ReceiveAsync(), halfway.ReceiveAsync(), session.ClosedAsync() };
        Time.Advance(TimeSpan.FromHours(1));
        foreach (var end in ends)
        {
            await IsSilentAsync(end);
        }

        await Server.ResumeAsync();
        await halfway.SendAsync(handshake.AsMemory(10));
        Assert.IsNotNull(await (Task<byte[]?>)ends[1], "The handshake is answered.");
    }

    [TestMethod]
    public async Task PauseAsync_Client_GoesOnWithItsSession()
    {
        await using var client = await Server.ConnectAsync(TimeSpan.FromSeconds(4));
        var states = new StateRecorder(client);
        var id = client.SessionId;
        await client.CreateAsync("/mine", mode: CreateMode.Ephemeral);

        await Server.PauseAsync();
        await states.PassesAsync(SessionState.Disconnected);
        await Server.ResumeAsync();
        await states.PassesAsync(SessionState.Connected);

        Assert.AreEqual(id, client.SessionId);
        Assert.IsNotNull(await client.ExistsAsync("/mine"));
    }

    [TestMethod]
    public async Task PauseAsync_OwnersMethods_Work()
    {
        await using var session = await Server.OpenAsync();
        (await session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        await Server.PauseAsync();
        await Server.SetAsync("/a", "1");
        await Server.DeleteAsync("/a");
        await Server.ExpireSessionAsync(session.Id);
        Assert.IsEmpty(await Server.GetSessionsAsync());
        await session.ClosedAsync();
        await Server.ResumeAsync();

        await using var next = await Server.OpenAsync();
        Assert.IsFalse(await next.HasAsync("/mine"));
    }

    [TestMethod]
    public async Task PauseAsync_ConnectionDroppedMeanwhile_ItsRequestIsNotDone()
    {
        await using var session = await Server.OpenAsync();
        await Server.PauseAsync();
        await session.SendAsync(OpCode.Create, new CreateRequest("/a", null, AclRecord.Wrap(Acl.Open), CreateMode.Persistent));
        await Server.DropConnectionsAsync();
        await session.ClosedAsync();
        await Server.ResumeAsync();
        await using var again = await Server.ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        Assert.IsFalse(await again.HasAsync("/a"));
    }

    [TestMethod]
    public async Task PauseAsync_RestartedOrWipedMeanwhile_IsStillPaused()
    {
        await Server.PauseAsync();
        await Server.RestartAsync();
        await Server.WipeAsync();
        using var peer = await RawPeer.ConnectAsync(Server);
        await peer.SendAsync(WireConnection.Frame(ServerConnections.New(SessionTimeout)));
        var answer = peer.ReceiveAsync();
        await IsSilentAsync(answer);
        await Server.ResumeAsync();
        Assert.IsNotNull(await answer);
    }

    [TestMethod]
    public async Task PauseAndResume_MoreThanOnce_CountOnce()
    {
        await Server.ResumeAsync();
        await Server.PauseAsync();
        await Server.PauseAsync();
        await Server.ResumeAsync();
        await using var session = await Server.OpenAsync();
        await Server.ResumeAsync();
        (await session.PingAsync()).Ok();
    }

    private static async Task IsSilentAsync(Task answer)
    {
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => answer.WaitAsync(Patience));
        Assert.IsFalse(answer.IsCompleted);
    }
}
