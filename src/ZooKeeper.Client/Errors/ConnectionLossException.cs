namespace ZooKeeper.Client;

/// <summary>
/// Indicates that no server could be reached, or that the connection was lost before the reply. <see cref="ZooKeeperException.IsOutcomeUnknown"/> says whether a
/// write may have been executed. The client reconnects automatically.
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
