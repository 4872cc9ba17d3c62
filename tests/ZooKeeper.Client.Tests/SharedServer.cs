using System.Globalization;
using System.Runtime.CompilerServices;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

/// <summary>One server for all tests that do no harm to it. Each test works below a path of its own.</summary>
[TestClass]
public static class SharedServer
{
    private static ZooKeeperServer? s_server;
    private static int s_paths;

    public static ZooKeeperServer Server => s_server ?? throw new InvalidOperationException("The server is not started yet.");

    public static string ConnectionString => Server.ConnectionString;

    /// <summary>The version of the server.</summary>
    public static ServerVersion Version { get; private set; } = null!;

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_server = await ZooKeeperServer.StartAsync(
            new ZooKeeperServerOptions { JavaArguments = ["-Dznode.container.checkIntervalMs=200"] }, context.CancellationToken);
        Version = await ServerVersion.AskAsync(s_server.Port, context.CancellationToken);
    }

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (s_server is not null)
        {
            await s_server.DisposeAsync();
        }
    }

    /// <summary>Ends a test that needs znodes whose events the server hides.</summary>
    public static void DemandHidesUnreadable()
    {
        if (!Version.HidesUnreadable)
        {
            Assert.Inconclusive($"ZooKeeper {Version.Number} sends the events of unreadable znodes (CVE-2024-23944).");
        }
    }

    /// <summary>A path that nobody else uses. It does not exist.</summary>
    public static string UniquePath([CallerMemberName] string test = "") =>
        string.Create(CultureInfo.InvariantCulture, $"/{test}-{Interlocked.Increment(ref s_paths)}");

    /// <summary>Connects a client to the shared server.</summary>
    public static Task<ZooKeeperClient> ConnectAsync(Action<ZooKeeperClientOptions>? configure = null, string chroot = "") =>
        TestClient.ConnectAsync(ConnectionString + chroot, configure);
}
