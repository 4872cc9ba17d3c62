using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

[TestClass]
public sealed class OptimizedServerConsistencyTests : OneShotConsistencyTests
{
    private static ZooKeeperServer? s_server;

    private protected override int Port => s_server!.Port;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context) => s_server = await OptimizedServer.StartAsync(context);

    [ClassCleanup]
    public static async Task StopAsync() => await (s_server?.DisposeAsync() ?? ValueTask.CompletedTask);
}
