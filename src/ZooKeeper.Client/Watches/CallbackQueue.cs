using System.Threading.Channels;

namespace ZooKeeper.Client.Watches;

/// <summary>Runs the callbacks of users one at a time, in order, outside the connection's loop.</summary>
internal sealed class CallbackQueue(CallbackContext context)
{
    private readonly Channel<Action> _callbacks = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private int _isRunning;

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
            context.Run(callback);
        }
    }
}
