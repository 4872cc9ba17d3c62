namespace ZooKeeper.Coordination;

/// <summary>Contains the options of a <see cref="ZooKeeperSemaphore"/>.</summary>
public sealed class SemaphoreOptions : ContenderOptions
{
    /// <summary>Gets or sets the purpose of the permit, which operators see in the queue. The default is null.</summary>
    public string? Purpose { get; set; }

    /// <summary>Gets or sets the layout. All processes must use the same. The default is <see cref="SemaphoreLayout.Queue"/>.</summary>
    public SemaphoreLayout Layout { get; set; }
}
