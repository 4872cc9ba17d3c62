using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>An ensemble that serves read-only clients without a quorum, and sessions that cannot have ephemeral znodes.</summary>
[TestClass]
[TestCategory("Alone")] // three servers
public sealed class ReadOnlyServerTests
{
    [TestMethod]
    public async Task ReadOnlyServerAndLocalSession_TellAndWaitAndDoNotHang()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync(new ZooKeeperServerOptions
        {
            JavaArguments = ["-Dreadonlymode.enabled=true"],
            ExtraConfiguration = new Dictionary<string, string> { ["localSessionsEnabled"] = "true", ["localSessionsUpgradingEnabled"] = "false" },
        });
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = ensemble.ConnectionString, AllowReadOnly = true });
        await client.CreateAsync("/exports");
        var exports = new ZooKeeperLock(client, "/exports");

        var local = await Assert.ThrowsAsync<ZooKeeperException>(() => exports.AcquireAsync().WaitAsync(SharedServer.Deadline));
        Assert.AreEqual(ErrorCode.EphemeralOnLocalSession, local.ErrorCode);
        Assert.Contains("local", local.Message);
        Assert.IsEmpty((await client.GetChildrenAsync("/exports")).Names);

        await Task.WhenAll(ensemble.Servers.Skip(1).Select(server => server.KillAsync()));
        await Eventually.TrueAsync(() => client.State == SessionState.ConnectedReadOnly);
        var readOnly = await Assert.ThrowsAsync<ZooKeeperException>(() => exports.TryAcquireAsync().WaitAsync(SharedServer.Deadline));
        Assert.AreEqual(ErrorCode.NotReadOnly, readOnly.ErrorCode);
        using var cancellation = new CancellationTokenSource();
        var waiting = exports.AcquireAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(SharedServer.Deadline));
        Assert.IsNull(await exports.TryAcquireAsync(TimeSpan.FromMilliseconds(50)).WaitAsync(SharedServer.Deadline));
    }
}
