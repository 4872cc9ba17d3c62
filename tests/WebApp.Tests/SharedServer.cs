using WebApp.Tests.Browser;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>One Apache ZooKeeper for all tests that do it no harm. Each keeps to a tree of its own.</summary>
[TestClass]
public sealed class SharedServer
{
    private static ZooKeeperServer Server = null!;

    public static int Port => Server.Port;

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext _) => Server = await ZooKeeperServer.StartAsync();

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        await SharedBrowser.CloseAsync();
        await Server.DisposeAsync();
    }
}
