using Configuration.ZooKeeper.Chaos.Writing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Chaos.Tests.Writing;

[TestClass]
public sealed class CounterReadTests
{
    [TestMethod]
    public async Task ReadAfterHeal_NoServerAnswers_NamesTheLastReason()
    {
        await using var proxy = await LoopbackProxy.StartAsync(FreePort.Next());
        proxy.RefuseConnections = true;
        await using var client = ZooKeeperClient.Start(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(1) });

        var e = await Assert.ThrowsExactlyAsync<TimeoutException>(() => CounterRead.ReadAfterHealAsync(client, TimeSpan.FromSeconds(5)));

        Assert.IsInstanceOfType<ConnectionLossException>(e.InnerException);
    }
}
