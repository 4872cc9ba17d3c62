namespace ZooKeeper.Client;

/// <summary>Indicates that the znode cannot be deleted, because it has children.</summary>
public sealed class NotEmptyException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public NotEmptyException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.NotEmpty, message, path, innerException)
    {
    }
}
