using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>What these tests run against: the dev server.</summary>
internal static class TestServers
{
    /// <summary>The release that the server behaves like where a test does not say which; <c>DEVSERVER_RELEASE</c> names another: V35, V38.</summary>
    public static ZooKeeperRelease Release { get; } =
        Environment.GetEnvironmentVariable("DEVSERVER_RELEASE") is { Length: > 0 } name ? Enum.Parse<ZooKeeperRelease>(name) : ZooKeeperRelease.V39;

    /// <summary>How many connections it takes to load a source: a server before 3.6 ends the first one when it is asked for a recursive watch.</summary>
    public static int ConnectionsToLoad => Release == ZooKeeperRelease.V35 ? 2 : 1;

    public static bool HasRecursiveWatches => Release != ZooKeeperRelease.V35;

    public static Task<ITestServer> StartAsync() => StartAsync(Release);

    /// <summary>A server that refuses recursive watches, as those before 3.6 do.</summary>
    public static Task<ITestServer> StartWithoutRecursiveWatchesAsync() => StartAsync(ZooKeeperRelease.V35);

    /// <summary>Starts a server with the timing of the tests' Apache ZooKeeper.</summary>
    public static Task<ZooKeeperDevServer> StartDevServerAsync(ZooKeeperRelease? release = null) => ZooKeeperDevServer.StartAsync(new()
    {
        Release = release ?? Release,
        TickTime = TimeSpan.FromMilliseconds(500),
        MaxSessionTimeout = TimeSpan.FromMinutes(1),
    });

    private static async Task<ITestServer> StartAsync(ZooKeeperRelease release) => new DevTestServer(await StartDevServerAsync(release));
}
