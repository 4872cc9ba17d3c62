namespace ZooKeeper.Client.Watches;

/// <summary>Represents a watch that a user has set.</summary>
internal sealed class UserWatch(WatchKind kind, Watcher watcher)
{
    public Watcher Watcher { get; } = watcher;

    public WatchKind Kind { get; private set; } = kind;

    public bool IsOneShot => Kind is not (WatchKind.Persistent or WatchKind.Recursive);

    /// <summary>Gets whether the server has replied. Earlier events are not for this watch.</summary>
    public bool HasBegun { get; private set; }

    public bool IsFor(WatchEventType type) => (Kind, type) switch
    {
        (WatchKind.Child, WatchEventType.NodeChildrenChanged or WatchEventType.NodeDeleted) => true,
        (WatchKind.Child, _) => false,
        (WatchKind.Data or WatchKind.Exist, WatchEventType.NodeChildrenChanged) => false,
        _ => true,
    };

    /// <param name="kind">The kind. For exists, it depends on the reply.</param>
    public void Begin(WatchKind kind)
    {
        Kind = kind;
        HasBegun = true;
    }

    /// <summary>Gets whether the other watch reports the same events to the same watcher.</summary>
    public bool IsSameAs(UserWatch other) =>
        IsOneShot && other.IsOneShot && (Kind == WatchKind.Child) == (other.Kind == WatchKind.Child) && Watcher.IsSameAs(other.Watcher);
}
