using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class SubscriberTests
{
    [TestMethod]
    public async Task StateChanged_OneSubscriberThrows_TheOthersAreCalled()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        client.StateChanged += _ => throw new InvalidOperationException("a bug in a subscriber");
        var states = client.RecordStates();
        proxy.DropConnections();
        CollectionAssert.AreEqual(new[] { SessionState.Disconnected, SessionState.Connected }, await states.NextAsync(2));
    }

    [TestMethod]
    public async Task ConnectFailed_OneSubscriberThrows_TheOthersAreCalled()
    {
        await using var client = TestClient.Start($"127.0.0.1:{FreePort.Next()}");
        var failures = new Recorder<bool>();
        client.ConnectFailed += () => throw new InvalidOperationException("a bug in a subscriber");
        client.ConnectFailed += () => failures.Add(true);
        await failures.NextAsync();
    }
}
