using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>What these tests run against: Apache ZooKeeper.</summary>
internal static class TestServers
{
    /// <summary>How many connections it takes to load a source.</summary>
    public const int ConnectionsToLoad = 1;

    public static bool HasRecursiveWatches => true;

    public static async Task<ITestServer> StartAsync() => await ZooKeeperServer.StartAsync();

    /// <summary>A server that refuses recursive watches, as those before 3.6 do.</summary>
    public static async Task<ITestServer> StartWithoutRecursiveWatchesAsync() => await ZooKeeperServer.StartAsync(new()
    {
        JavaArguments = ["-Dzookeeper.watchManagerName=org.apache.zookeeper.server.watch.WatchManagerOptimized"],
    });
}
