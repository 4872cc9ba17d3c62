namespace ZooKeeper.Client.Tests;

/// <summary>Real time whose short timers fire a thousand times too early. Longer ones, such as of connections, keep time.</summary>
internal sealed class HurriedTime(TimeSpan longest) : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(this, base.CreateTimer(callback, state, Hurry(dueTime), Hurry(period)));

    private TimeSpan Hurry(TimeSpan time) => time <= TimeSpan.Zero || time > longest ? time : time / 1000;

    private sealed class Timer(HurriedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Hurry(dueTime), time.Hurry(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
