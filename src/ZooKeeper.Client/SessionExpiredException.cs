namespace ZooKeeper.Client;

/// <summary>
/// The session expired before the request was answered. A request that was waiting for a connection was not sent, so nothing was changed. The client
/// establishes a new session by itself; check what the old session held, such as locks, before you retry.
/// </summary>
public sealed class SessionExpiredException : ZooKeeperException
{
    internal SessionExpiredException(string message, string? path = null)
        : base(ErrorCode.SessionExpired, message, path)
    {
    }
}
