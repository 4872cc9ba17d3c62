using ZooKeeper.Client.Tests.Trees.OneShots;

namespace ZooKeeper.DevServer.Tests.Releases;

[TestClass]
public sealed class V35ConsistencyTests : OneShotConsistencyTests
{
    private ZooKeeperDevServer? _server;

    private protected override int Port => _server!.EndPoint.Port;

    [TestInitialize]
    public async Task StartAsync() => _server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = ZooKeeperRelease.V35 });

    [TestCleanup]
    public async Task StopAsync() => await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
