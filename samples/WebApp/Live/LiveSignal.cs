namespace WebApp.Live;

/// <summary>Wakes all open pages when there is something new to show.</summary>
internal sealed class LiveSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Completes at the next call of <see cref="Raise"/>. Get it before reading the state, so that no change is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
