using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

/// <summary>Contains the result of a read, and a one-shot watch for the first change after it. Dispose it to remove only this watch.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public sealed class ZnodeWatch<T> : IDisposable
{
    private readonly SignalWatcher _watcher;
    private readonly Action _remove;

    internal ZnodeWatch(T value, SignalWatcher watcher, Action remove)
    {
        Value = value;
        _watcher = watcher;
        _remove = remove;
    }

    /// <summary>Gets the result of the read.</summary>
    public T Value { get; }

    /// <summary>Waits for the first event after the read. It does not wait for callbacks of other watches.</summary>
    /// <remarks>The watch survives reconnects and new sessions.</remarks>
    /// <param name="cancellationToken">Cancels the wait, but keeps the watch.</param>
    /// <returns>
    /// The event. Each call returns the same one. Its type is <see cref="WatchEventType.WatchRemoved"/> if <see cref="ZooKeeperClient.RemoveWatchesAsync"/> removed
    /// the watch first. Read again to learn whether the znode changed.
    /// </returns>
    /// <exception cref="OperationCanceledException">The token was cancelled, or this object was disposed before the event.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public Task<WatchedEvent> WaitAsync(CancellationToken cancellationToken = default)
    {
        var wait = _watcher.Fired.WaitAsync(cancellationToken);

        // A caller that waits for the first of several watches does not await the others.
        _ = wait.ContinueWith(static wait => _ = wait.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return wait;
    }

    /// <summary>Removes the watch, without waiting for the server.</summary>
    public void Dispose()
    {
        if (!_watcher.Fired.IsCompleted)
        {
            _watcher.Cancel();
            _remove();
        }
    }
}
