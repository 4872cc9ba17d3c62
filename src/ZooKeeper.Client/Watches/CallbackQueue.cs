using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Watches;

/// <summary>Runs the callbacks of users one at a time, in order, outside the connection's loop.</summary>
internal sealed partial class CallbackQueue(ILogger logger)
{
    private readonly Channel<Action> _callbacks = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private int _isRunning;

    public void Post(UserWatch watch, WatchedEvent watchedEvent) => Post(() => watch.Invoke(watchedEvent));

    public void Post(Action callback)
    {
        _callbacks.Writer.TryWrite(callback);
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Accepts no more callbacks. Those in the queue still run.</summary>
    public void Complete() => _callbacks.Writer.TryComplete();

    private async Task RunAsync()
    {
        await foreach (var callback in _callbacks.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                LogCallbackFailed(logger, e);
            }
        }
    }

    [LoggerMessage(1100, LogLevel.Error, "A callback of a watch or of a state change threw an exception. Later callbacks still run")]
    private static partial void LogCallbackFailed(ILogger logger, Exception exception);
}
