namespace ZooKeeper.Client.Tests.Session;

/// <summary>Real time, whose timers fail as often as the test says.</summary>
/// <param name="faulty">The due time of the timers that can fail.</param>
internal sealed class FaultyClock(TimeSpan faulty) : TimeProvider
{
    private int _faults;

    /// <summary>Makes the next timers of that due time fail.</summary>
    public void FailTimers(int times) => Volatile.Write(ref _faults, times);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        dueTime == faulty && Interlocked.Decrement(ref _faults) >= 0
            ? throw new InvalidOperationException("the clock is broken")
            : base.CreateTimer(callback, state, dueTime, period);
}
