namespace ZooKeeper.Client.Tests.Session;

/// <summary>Real time, whose timestamps fail on the heartbeat's thread as often as the test says.</summary>
internal sealed class FaultyClock : TimeProvider
{
    private int _faults;

    /// <summary>Makes the next timestamps on the heartbeat's thread fail.</summary>
    public void Fail(int times) => Volatile.Write(ref _faults, times);

    public override long GetTimestamp() =>
        Thread.CurrentThread.Name == "ZooKeeper heartbeat" && Interlocked.Decrement(ref _faults) >= 0
            ? throw new InvalidOperationException("the clock is broken")
            : base.GetTimestamp();
}
