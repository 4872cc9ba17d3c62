namespace ZooKeeper.Client;

/// <summary>Indicates that the znode already exists.</summary>
public sealed class NodeExistsException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public NodeExistsException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.NodeExists, message, path, innerException)
    {
    }
}
