using Configuration.ZooKeeper.Tests.Atomicity;
using ZooKeeper.DevServer;

namespace Configuration.ZooKeeper.Tests;

/// <summary>Runs that read from one dev server and write to it.</summary>
internal static class AtomicityRuns
{
    /// <summary>A run with two writers, while something is done to the server.</summary>
    public static AtomicityRun On(ZooKeeperDevServer server, TestContext context, Func<AtomicityRun, Task> meanwhile) => new(context)
    {
        Writers = [server.ConnectionString, server.ConnectionString],
        AtLeast = 300,
        PerSecond = 200,
        SessionTimeout = TimeSpan.FromSeconds(1),
        Meanwhile = meanwhile,
    };
}
