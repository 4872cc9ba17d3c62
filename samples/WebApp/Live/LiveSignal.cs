namespace WebApp.Live;

/// <summary>Wakes everybody who follows the page when there is something new to show.</summary>
internal sealed class LiveSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Completes at the next call of <see cref="Raise"/>. Take it before looking at what there is, and nothing is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
