using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

/// <summary>Apache ZooKeeper with WatchManagerOptimized, which rejects recursive watches.</summary>
internal static class OptimizedServer
{
    public static Task<ZooKeeperServer> StartAsync(TestContext context) => ZooKeeperServer.StartAsync(
        new ZooKeeperServerOptions { JavaArguments = ["-Dzookeeper.watchManagerName=org.apache.zookeeper.server.watch.WatchManagerOptimized"] },
        context.CancellationToken);
}
