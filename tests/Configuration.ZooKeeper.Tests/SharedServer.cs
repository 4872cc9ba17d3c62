using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>One server for all tests that do it no harm. Each keeps to a subtree of its own.</summary>
[TestClass]
public sealed class SharedServer
{
    private static ITestServer Server = null!;

    public static string ConnectionString => Server.ConnectionString;

    public static int Port => Server.Port;

    [AssemblyInitialize]
    public static async Task StartAsync(TestContext _) => Server = await TestServers.StartAsync();

    [AssemblyCleanup]
    public static async Task StopAsync() => await Server.DisposeAsync();

    public static Task<IReadOnlyDictionary<long, TimeSpan>> GetConnectedSessionsAsync() => Server.GetConnectedSessionsAsync();

    public static Task<bool> HoldsSessionAsync(long sessionId) => Server.HoldsSessionAsync(sessionId);
}
