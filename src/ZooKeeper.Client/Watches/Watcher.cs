namespace ZooKeeper.Client.Watches;

/// <summary>Represents the receiver of a watch's events.</summary>
internal abstract class Watcher
{
    /// <summary>Gets whether the other watcher is the same one, which gets each event only once.</summary>
    public virtual bool IsSameAs(Watcher other) => ReferenceEquals(this, other);

    /// <summary>Passes on an event. Called under the observers' gate, so it must not run code of users.</summary>
    public abstract void Deliver(in WatchedEvent watchedEvent);

    /// <summary>Called when all watches of a path were removed: no event follows.</summary>
    /// <param name="path">The path on the server.</param>
    public virtual void OnRemoved(string path)
    {
    }

    /// <summary>Called when the client is disposed: no event follows.</summary>
    public virtual void Close()
    {
    }
}
