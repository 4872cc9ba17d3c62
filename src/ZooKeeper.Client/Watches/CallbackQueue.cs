namespace ZooKeeper.Client.Watches;

/// <summary>Runs the callbacks of users one at a time, in order, outside the connection's loop.</summary>
internal sealed class CallbackQueue(CallbackContext context) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _callbacks = [];
    private bool _isRunning;
    private bool _isComplete;

    public void Post(Action callback)
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return;
            }

            _callbacks.Enqueue(callback);
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Accepts no more callbacks. Those in the queue still run.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _isComplete = true;
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (Take() is { } callback)
        {
            context.Run(callback);
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            _isRunning = _callbacks.TryDequeue(out var callback);
            return callback;
        }
    }
}
