using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>What these tests run against: the dev server.</summary>
internal static class TestServers
{
    public static Task<ITestServer> StartAsync() => StartAsync(ZooKeeperRelease.V39);

    /// <summary>A server that refuses recursive watches, as those before 3.6 do.</summary>
    public static Task<ITestServer> StartWithoutRecursiveWatchesAsync() => StartAsync(ZooKeeperRelease.V35);

    /// <summary>Starts a server with the timing of the tests' Apache ZooKeeper.</summary>
    public static Task<ZooKeeperDevServer> StartDevServerAsync(ZooKeeperRelease release = ZooKeeperRelease.V39) => ZooKeeperDevServer.StartAsync(new()
    {
        Release = release,
        TickTime = TimeSpan.FromMilliseconds(500),
        MaxSessionTimeout = TimeSpan.FromMinutes(1),
    });

    private static async Task<ITestServer> StartAsync(ZooKeeperRelease release) => new DevTestServer(await StartDevServerAsync(release));
}
