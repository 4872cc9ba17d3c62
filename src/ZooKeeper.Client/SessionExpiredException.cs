namespace ZooKeeper.Client;

/// <summary>The session expired before the reply; the outcome of a write is unknown. The client establishes a new session by itself.</summary>
public sealed class SessionExpiredException : ZooKeeperException
{
    internal SessionExpiredException(string message)
        : base(ErrorCode.SessionExpired, message)
    {
    }
}
