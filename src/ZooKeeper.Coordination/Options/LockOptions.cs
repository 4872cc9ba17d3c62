namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperLock"/> or <see cref="ZooKeeperReadWriteLock"/>.</summary>
public sealed class LockOptions : ContenderOptions
{
    /// <summary>Gets or sets the purpose of the lock, which operators see in the queue. The default is null.</summary>
    public string? Purpose { get; set; }
}
