using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Lifetime;

[TestClass]
public sealed class RequestLoopTests
{
    [TestMethod]
    public async Task Timer_WhoseWorkFails_IsReportedAndDoesNotStopTheServer()
    {
        var (clock, logger) = (new FaultyClock(), new RecordingLogger());
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            TimeProvider = clock,
            LoggerFactory = logger,
            TickTime = TimeSpan.FromMilliseconds(20),
        });
        clock.Fail(times: 1);
        await Eventually.TrueAsync(() => logger.Entries.Any(entry => entry.Id == 3004));
        await server.SetAsync("/a", "1").WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Real time, whose timestamps fail as often as the test says.</summary>
    private sealed class FaultyClock : TimeProvider
    {
        private int _faults;

        public void Fail(int times) => Volatile.Write(ref _faults, times);

        public override long GetTimestamp() =>
            Interlocked.Decrement(ref _faults) >= 0 ? throw new InvalidOperationException("the clock is broken") : base.GetTimestamp();
    }
}
