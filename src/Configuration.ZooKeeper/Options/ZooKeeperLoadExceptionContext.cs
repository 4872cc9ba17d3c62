namespace Configuration.ZooKeeper;

/// <summary>Provides data for <see cref="ZooKeeperConfigurationOptions.OnLoadException"/>.</summary>
public sealed class ZooKeeperLoadExceptionContext
{
    internal ZooKeeperLoadExceptionContext(ZooKeeperConfigurationException exception, IReadOnlyList<string> paths, string? path)
    {
        Exception = exception;
        Paths = paths;
        Path = path;
    }

    /// <summary>Gets the exception that is thrown unless <see cref="Ignore"/> is set.</summary>
    public ZooKeeperConfigurationException Exception { get; }

    /// <summary>Gets the paths of the source.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Gets the path of the unreadable or malformed znode, or <see langword="null"/> if the cause is not a single znode.</summary>
    public string? Path { get; }

    /// <summary>
    /// Gets or sets whether the application starts without the keys of this source.
    /// </summary>
    /// <remarks>
    /// If <see cref="ZooKeeperConfigurationOptions.ReloadOnChange"/> is set, the source loads the keys when the cause is fixed. Until then, its status is stale
    /// or has a rejected reload.
    /// </remarks>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Ignore { get; set; }
}
