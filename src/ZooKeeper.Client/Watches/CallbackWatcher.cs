using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>Calls a delegate of a user: <c>Action&lt;WatchedEvent&gt;</c> or <c>Func&lt;WatchedEvent, Task&gt;</c>.</summary>
internal sealed class CallbackWatcher(Delegate callback, Chroot chroot, CallbackQueue queue, CallbackContext context) : Watcher
{
    private readonly Delegate _callback = callback;

    private Task _running = Task.CompletedTask;

    public override bool IsSameAs(Watcher other) => other is CallbackWatcher { _callback: var callback } && callback.Equals(_callback);

    public override void Deliver(in WatchedEvent watchedEvent)
    {
        var forUser = watchedEvent with { Path = chroot.ToUser(watchedEvent.Path) };
        if (_callback is Func<WatchedEvent, Task> asynchronous)
        {
            // Does not wait for the task: a watcher may wait for what another one does.
            queue.Post(() => _running = context.RunAfterAsync(_running, () => asynchronous(forUser)));
        }
        else
        {
            queue.Post(() => ((Action<WatchedEvent>)_callback)(forUser));
        }
    }
}
