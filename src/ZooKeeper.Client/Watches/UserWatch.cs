namespace ZooKeeper.Client.Watches;

/// <summary>A watch of the library's user. The path that the user knows is the server's without the chroot.</summary>
internal sealed class UserWatch(WatchKind kind, Action<WatchedEvent> callback)
{
    public WatchKind Kind { get; private set; } = kind;

    public bool IsOneShot => Kind is not (WatchKind.Persistent or WatchKind.Recursive);

    /// <summary>Whether the server's reply has come: what happened before it is not for this watch.</summary>
    public bool HasBegun { get; private set; }

    public bool IsFor(WatchEventType type) => (Kind, type) switch
    {
        (WatchKind.Child, WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) => true,
        (WatchKind.Child, _) => false,
        (WatchKind.Data or WatchKind.Exist, WatchEventType.NodeChildrenChanged) => false,
        _ => true,
    };

    /// <param name="kind">What the reply made of it: exists sets one of two kinds.</param>
    public void Begin(WatchKind kind)
    {
        Kind = kind;
        HasBegun = true;
    }

    public void Invoke(WatchedEvent watchedEvent) => callback(watchedEvent);
}
