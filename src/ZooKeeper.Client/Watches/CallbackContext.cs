using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Runs code of users, and logs its exceptions. An <c>async void</c> method reports its exception to the context in which it began. Without a context, the
/// exception would end the process.
/// </summary>
internal sealed partial class CallbackContext(ILogger logger) : SynchronizationContext
{
    public void Run(Action callback)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            callback();
        }
        catch (Exception e)
        {
            LogCallbackFailed(logger, e);
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Runs a callback that returns a task, after an earlier one has completed. The returned task never fails.</summary>
    public async Task RunAfterAsync(Task earlier, Func<Task> callback)
    {
        await earlier.ConfigureAwait(false);
        var running = Task.CompletedTask;
        Run(() => running = callback());
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogCallbackFailed(logger, e);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(_ => Run(() => d(state)), state: null);

    public override SynchronizationContext CreateCopy() => this;

    [LoggerMessage(1100, LogLevel.Error, "A callback of a watch or of a state change threw an exception. Later callbacks still run")]
    private static partial void LogCallbackFailed(ILogger logger, Exception exception);
}
