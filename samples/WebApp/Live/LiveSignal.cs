namespace WebApp.Live;

/// <summary>Wakes all feeds when the page has new content.</summary>
internal sealed class LiveSignal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Gets a task that completes at the next call of <see cref="Raise"/>. Get it before you read the content, so that no change is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
