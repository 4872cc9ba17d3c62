using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;

namespace ZooKeeper.Testing;

/// <summary>A <see cref="FakeTimeProvider"/> that counts its timers, so that a test can wait until the code under test has started one.</summary>
public sealed class ManualTime : FakeTimeProvider
{
    private readonly ConcurrentDictionary<Timer, DateTimeOffset> _dueAt = new();

    /// <summary>Counts the timers that fire exactly this long from now.</summary>
    public int Awaited(TimeSpan time) => _dueAt.Values.Count(dueAt => dueAt == GetUtcNow() + time);

    /// <summary>Whether a timer fires at most this long from now.</summary>
    public bool IsAwaitedWithin(TimeSpan time) => _dueAt.Values.Any(dueAt => dueAt <= GetUtcNow() + time);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, base.CreateTimer, callback, state, dueTime, period);

    /// <summary>Moves the clock step by step until a condition holds, and returns how far. Each step leaves others a moment to do what is due.</summary>
    /// <exception cref="TimeoutException">The condition did not hold in time.</exception>
    public async Task<TimeSpan> AdvanceUntilAsync(
        Func<bool> condition, TimeSpan step, [CallerArgumentExpression(nameof(condition))] string because = "")
    {
        var before = GetTimestamp();
        await Eventually.TrueAsync(() => condition() || Step(), because: because);
        return GetElapsedTime(before);

        bool Step()
        {
            Advance(step);
            return false;
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly Lock _gate = new();
        private readonly ManualTime _time;
        private readonly ITimer _timer;
        private TimeSpan _period;

        public Timer(ManualTime time, Func<TimerCallback, object?, TimeSpan, TimeSpan, ITimer> create, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _time = time;
            _timer = create(Fire, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Change(dueTime, period);

            void Fire(object? _)
            {
                lock (_gate)
                {
                    Count(_period);
                }

                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            // A timer that is counted is started: a test that has seen it moves the clock, and it must fire.
            lock (_gate)
            {
                _period = period > TimeSpan.Zero ? period : Timeout.InfiniteTimeSpan;
                var isChanged = _timer.Change(dueTime, period);
                Count(dueTime);
                return isChanged;
            }
        }

        public void Dispose()
        {
            _time._dueAt.TryRemove(this, out _);
            _timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Count(TimeSpan dueTime)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _time._dueAt.TryRemove(this, out _);
            }
            else
            {
                _time._dueAt[this] = _time.GetUtcNow() + dueTime;
            }
        }
    }
}
