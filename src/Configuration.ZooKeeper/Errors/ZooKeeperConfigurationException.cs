namespace Configuration.ZooKeeper;

/// <summary>
/// Configuration could not be loaded from ZooKeeper at the start. The message names the servers that were tried, the path and the cause;
/// it never contains a value.
/// </summary>
public sealed class ZooKeeperConfigurationException : Exception
{
    internal ZooKeeperConfigurationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
