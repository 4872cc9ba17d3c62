namespace Configuration.ZooKeeper;

/// <summary>What <see cref="ZooKeeperConfigurationOptions.OnLoadException"/> is told, and may decide.</summary>
public sealed class ZooKeeperLoadExceptionContext
{
    internal ZooKeeperLoadExceptionContext(ZooKeeperConfigurationException exception, IReadOnlyList<string> paths, string? path)
    {
        Exception = exception;
        Paths = paths;
        Path = path;
    }

    /// <summary>What is thrown unless <see cref="Ignore"/> is set.</summary>
    public ZooKeeperConfigurationException Exception { get; }

    /// <summary>The paths of the source.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The znode that is the cause, such as one that may not be read or is malformed; null if no single one is.</summary>
    public string? Path { get; }

    /// <summary>
    /// Set it to start without the keys of this source. They come when the cause is gone, if changes are followed; until then the status tells that the source is
    /// stale or held back.
    /// </summary>
    /// <value>The default is false.</value>
    public bool Ignore { get; set; }
}
