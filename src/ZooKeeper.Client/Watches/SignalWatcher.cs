using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>Completes a task at the first event. It bypasses the callback queue: code that waits for the task must not wait for callbacks of users.</summary>
internal sealed class SignalWatcher(Chroot chroot) : Watcher
{
    private readonly TaskCompletionSource<WatchedEvent> _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<WatchedEvent> Fired => _fired.Task;

    public override void Deliver(in WatchedEvent watchedEvent) =>
        _fired.TrySetResult(watchedEvent with { Path = chroot.ToUser(watchedEvent.Path) });

    // Not an exception: code that waits for a change reads again, and so does not depend on who else uses the path.
    public override void OnRemoved(string path) => Deliver(new WatchedEvent(WatchEventType.WatchRemoved, path, Zxid: -1));

    /// <summary>Ends the wait, because its caller has disposed the watch.</summary>
    public void Cancel() => _fired.TrySetCanceled();

    public override void Close()
    {
        _fired.TrySetException(new ObjectDisposedException("ZooKeeper.Client.ZooKeeperClient"));
        _ = _fired.Task.Exception; // observe it, in case no caller waits
    }
}
