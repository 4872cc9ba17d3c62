namespace Configuration.ZooKeeper;

/// <summary>
/// Represents a failure to load configuration from ZooKeeper at startup.
/// </summary>
/// <remarks>The message names the servers that were tried, the path and the cause. It never contains a configuration value.</remarks>
public sealed class ZooKeeperConfigurationException : Exception
{
    internal ZooKeeperConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
