namespace ZooKeeper.Client;

/// <summary>The server rejected the credentials, or does not know their scheme.</summary>
public sealed class AuthFailedException : ZooKeeperException
{
    internal AuthFailedException(string message)
        : base(ErrorCode.AuthFailed, message)
    {
    }
}
