using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>The clock of a client. Its readings on the heartbeat's thread are counted, and fail as often as the test says.</summary>
internal sealed class HeartbeatClock(TimeProvider time) : TimeProvider
{
    // One check of a connection reads the clock three times.
    private const int CertainlyWholeCheck = 6;

    private int _faults;
    private int _checks;
    private int _others;

    public override long TimestampFrequency => time.TimestampFrequency;

    /// <summary>How often other threads read the clock: when the client connects, and whenever bytes arrive.</summary>
    public int OtherReadings => Volatile.Read(ref _others);

    /// <summary>Makes the next readings on the heartbeat's thread fail.</summary>
    public void Fail(int times) => Volatile.Write(ref _faults, times);

    /// <summary>Has the heartbeat check all connections now: its thread waits in real time, which passes without the test's clock.</summary>
    public static void Wake() => Heartbeat.Wake();

    /// <summary>Returns when the heartbeat has checked the client's connection at the present time.</summary>
    public Task CheckedAsync()
    {
        var before = Volatile.Read(ref _checks);
        return Testing.Eventually.TrueAsync(() =>
        {
            Wake();
            return Volatile.Read(ref _checks) >= before + CertainlyWholeCheck;
        });
    }

    public override long GetTimestamp()
    {
        if (Thread.CurrentThread.Name != "ZooKeeper heartbeat")
        {
            Interlocked.Increment(ref _others);
        }
        else if (Interlocked.Decrement(ref _faults) >= 0)
        {
            throw new InvalidOperationException("the clock is broken");
        }
        else
        {
            Interlocked.Increment(ref _checks);
        }

        return time.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);
}
