namespace ZooKeeper.Client;

/// <summary>Indicates that the identities of the connection lack the permission. A wrong digest user or password has no other symptom.</summary>
public sealed class NoAuthException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public NoAuthException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.NoAuth, message, path, innerException)
    {
    }
}
