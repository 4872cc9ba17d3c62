using Configuration.ZooKeeper.Tests.Atomicity;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>Runs that read from one dev server and write to it.</summary>
internal static class AtomicityRuns
{
    /// <summary>A run with two writers, and with rests if the server has no recursive watches.</summary>
    public static AtomicityRun On(ZooKeeperDevServer server, TestContext context, int leastReloads, bool untilTorn = false) => new(context)
    {
        Writers = [server.ConnectionString, server.ConnectionString],
        AtLeast = Effort.Of(daily: 200, nightly: 300),
        LeastReloads = leastReloads,
        UntilTorn = untilTorn,
        PerSecond = 200,
        SessionTimeout = TimeSpan.FromSeconds(1),
        RestEvery = server.Release == ZooKeeperRelease.V35 ? 30 : int.MaxValue,
    };

    /// <summary>A run with two writers that lasts as long as it takes to break the connection some times. At least every second break shows a new state.</summary>
    public static AtomicityRun On(ZooKeeperDevServer server, TestContext context, int breaks, Func<Task> breakConnection) => new(context)
    {
        Writers = [server.ConnectionString, server.ConnectionString],
        AtLeast = Effort.Of(daily: 200, nightly: 300),
        LeastReloads = breaks / 2,
        PerSecond = 200,
        SessionTimeout = TimeSpan.FromSeconds(1),
        Meanwhile = run => run.BreakAsync(breaks, breakConnection),
    };
}
