namespace ZooKeeper.Client;

/// <summary>
/// No server could be reached, or the connection was lost before the reply. After a lost connection the outcome of a write is unknown.
/// The client goes on connecting by itself.
/// </summary>
public sealed class ConnectionLossException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ConnectionLossException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.ConnectionLoss, message, path, innerException)
    {
    }
}
