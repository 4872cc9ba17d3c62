namespace Configuration.ZooKeeper;

/// <summary>Provides data for <see cref="ZooKeeperConfigurationOptions.OnLoadException"/>.</summary>
public sealed class ZooKeeperLoadExceptionContext
{
    /// <summary>Creates a context. The source does this; use it to test a callback.</summary>
    /// <param name="exception">The exception that is thrown unless <see cref="Ignore"/> is set.</param>
    /// <param name="paths">The paths of the source.</param>
    /// <param name="path">The znode that causes the failure, or null.</param>
    public ZooKeeperLoadExceptionContext(ZooKeeperConfigurationException exception, IReadOnlyList<string> paths, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        ArgumentNullException.ThrowIfNull(paths);
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
