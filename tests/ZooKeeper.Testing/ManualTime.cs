namespace ZooKeeper.Testing;

/// <summary>A clock that a test moves. Timers fire in the order of their times, with the clock at that time.</summary>
public sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private long _now;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>How many timers fire exactly this long from now.</summary>
    public int Awaited(TimeSpan time)
    {
        lock (_gate)
        {
            return _timers.Count(timer => timer.DueAt == _now + time.Ticks);
        }
    }

    /// <summary>Moves the clock, and fires the timers that are due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        var end = GetTimestamp() + time.Ticks;
        while (NextUpTo(end) is { } timer)
        {
            timer.Fire();
        }

        Interlocked.Exchange(ref _now, end);
    }

    private Timer? NextUpTo(long end)
    {
        lock (_gate)
        {
            if (_timers.MinBy(timer => timer.DueAt) is not { } next || next.DueAt > end)
            {
                return null;
            }

            Interlocked.Exchange(ref _now, Math.Max(_now, next.DueAt));
            next.Rearm();
            return next;
        }
    }

    private sealed class Timer(ManualTime time, Action fire) : ITimer
    {
        private TimeSpan _period;

        public long DueAt { get; private set; }

        public Action Fire => fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                Set(dueTime);
            }

            return true;
        }

        public void Rearm() => Set(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            lock (time._gate)
            {
                Set(Timeout.InfiniteTimeSpan);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Set(TimeSpan dueTime)
        {
            time._timers.Remove(this);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                DueAt = time._now + dueTime.Ticks;
                time._timers.Add(this);
            }
        }
    }
}
