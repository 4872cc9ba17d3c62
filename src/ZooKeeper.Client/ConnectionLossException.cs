namespace ZooKeeper.Client;

/// <summary>
/// No server could be reached, or the connection was lost before the reply. After a lost connection the outcome of a write is unknown.
/// The client goes on connecting by itself.
/// </summary>
public sealed class ConnectionLossException : ZooKeeperException
{
    internal ConnectionLossException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.ConnectionLoss, message, path, innerException)
    {
    }
}
