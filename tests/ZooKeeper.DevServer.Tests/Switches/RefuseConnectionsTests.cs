using ZooKeeper.Client;
using ZooKeeper.DevServer.Tests.Hostile;

namespace ZooKeeper.DevServer.Tests.Switches;

[TestClass]
public sealed class RefuseConnectionsTests : SwitchTest
{
    [TestMethod]
    public async Task RefuseConnections_NewConnections_AreClosedWithoutAByte()
    {
        Server.RefuseConnections = true;
        Assert.IsTrue(Server.RefuseConnections);
        for (var i = 0; i < 20; i++)
        {
            using var silent = await RawPeer.ConnectAsync(Server);
            await silent.ClosedAsync();
            using var peer = await RawPeer.ConnectAsync(Server);
            await peer.SendAsync(WireConnection.Frame(ServerConnections.New(SessionTimeout)));
            Assert.AreEqual(0, await peer.DrainAsync());
        }

        Assert.IsEmpty(await Server.GetSessionsAsync());
    }

    [TestMethod]
    public async Task RefuseConnections_OpenConnections_AreServed()
    {
        await using var session = await Server.OpenAsync();
        Server.RefuseConnections = true;
        (await session.CreateAsync("/a")).Ok();
    }

    [TestMethod]
    public async Task RefuseConnections_Client_ComesBackWhenItIsOver()
    {
        await using var client = await Server.ConnectAsync();
        var states = new StateRecorder(client);
        var id = client.SessionId;
        Server.RefuseConnections = true;
        await Server.DropConnectionsAsync();
        await states.PassesAsync(SessionState.Disconnected);
        await Testing.Eventually.TrueAsync(() => client.ConnectFailures.Count > 0);
        Server.RefuseConnections = false;
        await states.PassesAsync(SessionState.Connected);
        Assert.AreEqual(id, client.SessionId);
    }

    [TestMethod]
    public async Task RefuseConnections_FirstConnection_FailsInTheTimeOfTheClient()
    {
        Server.RefuseConnections = true;
        await Assert.ThrowsAsync<ConnectionLossException>(() => ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions
        {
            ConnectionString = Server.ConnectionString,
            ConnectTimeout = TimeSpan.FromSeconds(1),
        }));
    }
}
