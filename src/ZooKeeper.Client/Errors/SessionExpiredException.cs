namespace ZooKeeper.Client;

/// <summary>
/// Indicates that the session expired before the request was answered. The client opens a new session automatically.
/// </summary>
/// <remarks>
/// A request that was waiting for a connection was not sent, so it changed nothing. Before you retry, check what the old session held, such as locks.
/// </remarks>
public sealed class SessionExpiredException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public SessionExpiredException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.SessionExpired, message, path, innerException)
    {
    }
}
