namespace ZooKeeper.DevServer.Clients;

/// <summary>Controls delivery: how long everything is delayed, and whether the server is paused.</summary>
internal sealed class Delivery(TimeProvider time)
{
    private volatile TaskCompletionSource? _paused;
    private long _delay;

    public TimeProvider Time => time;

    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Volatile.Read(ref _delay));
        set => Volatile.Write(ref _delay, value.Ticks);
    }

    public bool IsPaused => _paused is not null;

    public Task WhenRunningAsync() => _paused?.Task ?? Task.CompletedTask;

    public void Pause() => Interlocked.CompareExchange(ref _paused, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    public void Resume() => Interlocked.Exchange(ref _paused, null)?.SetResult();
}
