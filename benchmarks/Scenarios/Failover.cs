using Benchmarks.Locks;
using Benchmarks.Recipes;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Benchmarks.Scenarios;

/// <summary>Measures how long nobody leads after the leader was killed, and after it has resigned. Two processes of each library take turns.</summary>
internal static class Failover
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(2);
    private const int WarmUps = 20;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    public static async Task<Report> RunAsync(BenchmarkOptions options)
    {
        await using var server = await ZooKeeperServer.StartAsync(new() { TickTime = Tick });
        var report = new Report("election");
        foreach (var library in RecipeLibrary.Installed)
        {
            var (killed, resigned) = await MeasureAsync(library, server.ConnectionString, options.Runs ?? 9);
            report.Add($"{library.Name}, after a kill", "ms", killed);
            report.Add($"{library.Name}, after a resignation", "ms", resigned);
            report.Result($"{library.Result}_kill_ms", killed.Median);
            report.Result($"{library.Result}_kill_max_ms", killed.Max);
            report.Result($"{library.Result}_resign_ms", resigned.Median);
        }

        foreach (var missing in RecipeLibrary.Missing)
        {
            report.Without(missing.Name, $"missing. apt-get install --no-install-recommends {missing.Package}");
        }

        report.Result("session_timeout_ms", SessionTimeout.TotalMilliseconds);
        report.Result("tick_ms", Tick.TotalMilliseconds);
        return report;
    }

    private static async Task<(Series Killed, Series Resigned)> MeasureAsync(RecipeLibrary library, string connectionString, int runs)
    {
        var (killed, resigned, path) = (new Series(), new Series(), $"/election/{library.Result}");
        await using var observer = await ZooKeeperClient.ConnectAsync(connectionString);
        RecipeProcess Start() => library.Start(connectionString, path, SessionTimeout);
        var (leader, next) = (Start(), Start());
        await leader.DoAsync(LockCommand.Lead);
        for (var run = -WarmUps; run < runs; run++)
        {
            var leading = next.DoAsync(LockCommand.Lead);
            await QueuedAsync(observer, path);
            var ended = Task.CompletedTask;
            var resignation = await TimeAsync(() => ended = leader.DoAsync(LockCommand.Resign), leading);
            await ended;
            (leader, next) = (next, leader);
            if (run >= 0)
            {
                resigned.Add(resignation);
            }
        }

        // The one that takes over stays the same, so it is warm.
        for (var run = 0; run < runs; run++)
        {
            var leading = next.DoAsync(LockCommand.Lead);
            await QueuedAsync(observer, path);
            await SpreadAsync();
            killed.Add(await TimeAsync(leader.Kill, leading));
            leader.Dispose();
            leader = Start();
            var taking = leader.DoAsync(LockCommand.Lead);
            await QueuedAsync(observer, path);
            await SpreadAsync();
            await next.DoAsync(LockCommand.Resign);
            await taking;
        }

        leader.Dispose();
        next.Dispose();
        return (killed, resigned);
    }

    // The leader and the one that waits for it.
    private static Task QueuedAsync(ZooKeeperClient observer, string path) => Eventually.TrueAsync(
        async () => (await observer.GetChildrenAsync(path)).Names.Count == 2, because: "the next one is in the queue");

    // The last ping of the leader is at another place of the tick each time.
    private static Task SpreadAsync() => Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(2_000, 3_000)), TimeProvider.System);

    private static async Task<double> TimeAsync(Action end, Task leading)
    {
        if (leading.IsCompleted)
        {
            throw new InvalidOperationException("Two lead at once.");
        }

        var started = TimeProvider.System.GetTimestamp();
        end();
        await leading;
        return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
    }
}
