namespace ZooKeeper.Client.Watches;

/// <summary>A watch of the library's user. The path that the user knows is the server's without the chroot.</summary>
internal sealed class UserWatch(WatchKind kind, Action<WatchedEvent> callback)
{
    public WatchKind Kind { get; } = kind;

    public bool IsOneShot => Kind is not (WatchKind.Persistent or WatchKind.Recursive);

    public bool IsFor(WatchEventType type) => (Kind, type) switch
    {
        (WatchKind.Child, WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) => true,
        (WatchKind.Child, _) => false,
        (WatchKind.Data or WatchKind.Exist, WatchEventType.NodeChildrenChanged) => false,
        _ => true,
    };

    public void Invoke(WatchedEvent watchedEvent) => callback(watchedEvent);
}
