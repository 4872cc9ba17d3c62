using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class ReattachmentTests : SwitchTest
{
    [TestMethod]
    public async Task Reattachment_Default_IsAccept()
    {
        Assert.AreEqual(SessionReattachment.Accept, Server.Reattachment);
        await using var session = await Server.OpenAsync();
        await using var again = await Server.ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
        CollectionAssert.AreEqual(session.Password, again.Password);
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task Reattachment_Expire_ReportsTheSessionAsExpired()
    {
        await using var session = await Server.OpenAsync();
        Server.Reattachment = SessionReattachment.Expire;
        await using var again = await Server.ReattachAsync(session);
        Assert.IsTrue(again.Handshake!.IsExpired);
        Assert.AreEqual(0, again.Id);
        await again.ClosedAsync();

        await using var fresh = await Server.OpenAsync();
        (await fresh.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task Reattachment_NewSession_HandsOutAnother()
    {
        await using var session = await Server.OpenAsync();
        (await session.CreateAsync("/mine", mode: CreateMode.Ephemeral)).Ok();
        Server.Reattachment = SessionReattachment.NewSession;
        await using var again = await Server.ReattachAsync(session);
        Assert.IsFalse(again.Handshake!.IsExpired);
        Assert.AreNotEqual(session.Id, again.Id);
        CollectionAssert.AreNotEqual(session.Password, again.Password);
        Assert.AreEqual(session.Id, (await again.StatAsync("/mine")).EphemeralOwner);
    }

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Reattachment_Client_HasANewSessionAfterALostConnection(SessionReattachment reattachment)
    {
        await using var client = await Server.ConnectAsync();
        var old = client.SessionId;
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.StateChanged += state =>
        {
            if (state == SessionState.Connected)
            {
                connected.TrySetResult();
            }
        };
        Server.Reattachment = reattachment;
        await Server.DropConnectionsAsync();
        await connected.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.AreNotEqual(old, client.SessionId);
        await client.CreateAsync("/mine", mode: CreateMode.Ephemeral);
        Assert.AreEqual(client.SessionId, (await client.ExistsAsync("/mine"))!.Value.EphemeralOwner);
    }

    [TestMethod]
    public async Task Reattachment_BackToAccept_AttachesAgain()
    {
        await using var session = await Server.OpenAsync();
        Server.Reattachment = SessionReattachment.Expire;
        Server.Reattachment = SessionReattachment.Accept;
        await using var again = await Server.ReattachAsync(session);
        Assert.AreEqual(session.Id, again.Id);
    }

    [TestMethod]
    public async Task Reattachment_WipedAndRestarted_StaysAsItIs()
    {
        Server.Reattachment = SessionReattachment.Expire;
        await Server.WipeAsync();
        await Server.RestartAsync();
        Assert.AreEqual(SessionReattachment.Expire, Server.Reattachment);
        await using var session = await Server.OpenAsync();
        await using var again = await Server.ReattachAsync(session);
        Assert.IsTrue(again.Handshake!.IsExpired);
    }
}
