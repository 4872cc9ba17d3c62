using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>The dev server and the Apache ZooKeeper server that the tests share. Each test has a path of its own.</summary>
[TestClass]
public static class SharedServer
{
    private static readonly Lazy<Task<ZooKeeperServer>> Apache = new(() => ZooKeeperServer.StartAsync());
    private static ZooKeeperDevServer? _dev;
    private static int _paths;

    public static string Dev => _dev!.ConnectionString;

    public static async Task<string> ApacheAsync() => (await Apache.Value).ConnectionString;

    public static string UniquePath() => $"/config/t{Interlocked.Increment(ref _paths)}";

    public static Task<ZooKeeperClient> ConnectAsync(string server) => ZooKeeperClient.ConnectAsync(server);

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext context) => _dev = await ZooKeeperDevServer.StartAsync(cancellationToken: context.CancellationToken);

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        await _dev!.DisposeAsync();
        if (Apache.IsValueCreated)
        {
            await (await Apache.Value).DisposeAsync();
        }
    }
}
