using System.Globalization;
using System.Runtime.CompilerServices;
using ZooKeeper.Client;

namespace ZooKeeper.Testing;

/// <summary>One Apache ZooKeeper for all tests of a project that do it no harm. Each has a path of its own. Each project compiles this file, because MSTest starts it with the project.</summary>
[TestClass]
public sealed class SharedServer
{
    private static ZooKeeperServer? s_server;
    private static int s_paths;

    /// <summary>For what must happen soon. Generous: a loaded machine is slow, and a hang is for ever.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(1);

    public static ZooKeeperServer Server => s_server ?? throw new InvalidOperationException("The server is not started yet.");

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext context)
    {
        ThreadPool.SetMinThreads(16, 16);
        s_server = await ZooKeeperServer.StartAsync(cancellationToken: context.CancellationToken);
    }

    [AssemblyCleanup]
    public static async Task StopAsync()
    {
        if (s_server is not null)
        {
            await s_server.DisposeAsync();
        }
    }

    /// <summary>A path that no other test uses. It does not exist.</summary>
    public static string UniquePath([CallerMemberName] string test = "") =>
        string.Create(CultureInfo.InvariantCulture, $"/{test}-{Interlocked.Increment(ref s_paths)}");

    public static Task<ZooKeeperClient> ConnectAsync() => ZooKeeperClient.ConnectAsync(Server.ConnectionString);
}
