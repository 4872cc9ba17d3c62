namespace Configuration.ZooKeeper;

/// <summary>
/// Represents a failure to load configuration from ZooKeeper at startup.
/// </summary>
/// <remarks>The message names the servers that were tried, the path and the cause. It never contains a configuration value.</remarks>
public sealed class ZooKeeperConfigurationException : Exception
{
    /// <summary>Creates an exception with a default message.</summary>
    public ZooKeeperConfigurationException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    /// <param name="message">The message.</param>
    public ZooKeeperConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and a cause.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ZooKeeperConfigurationException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
