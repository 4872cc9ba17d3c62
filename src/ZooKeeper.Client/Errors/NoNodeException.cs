namespace ZooKeeper.Client;

/// <summary>Indicates that the znode does not exist. For a create, indicates that its parent does not exist.</summary>
public sealed class NoNodeException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public NoNodeException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.NoNode, message, path, innerException)
    {
    }
}
