using Configuration.ZooKeeper.Tests.Atomicity;
using ZooKeeper.DevServer;

namespace Configuration.ZooKeeper.Tests;

/// <summary>Runs that read from one dev server and write to it.</summary>
internal static class AtomicityRuns
{
    /// <summary>A run with two writers, and with rests if the server has no recursive watches.</summary>
    public static AtomicityRun On(ZooKeeperDevServer server, TestContext context) =>
        On(server, context, _ => Task.CompletedTask, restEvery: server.Release == ZooKeeperRelease.V35 ? 30 : int.MaxValue);

    /// <summary>A run with two writers, while something is done to the server.</summary>
    public static AtomicityRun On(ZooKeeperDevServer server, TestContext context, Func<AtomicityRun, Task> meanwhile) =>
        On(server, context, meanwhile, restEvery: int.MaxValue);

    private static AtomicityRun On(ZooKeeperDevServer server, TestContext context, Func<AtomicityRun, Task> meanwhile, int restEvery) => new(context)
    {
        Writers = [server.ConnectionString, server.ConnectionString],
        AtLeast = 300,
        PerSecond = 200,
        SessionTimeout = TimeSpan.FromSeconds(1),
        RestEvery = restEvery,
        Meanwhile = meanwhile,
    };
}
