namespace ZooKeeper.Client;

/// <summary>The connection's identities lack the permission. A wrong digest user or password shows in no other way.</summary>
public sealed class NoAuthException : ZooKeeperException
{
    internal NoAuthException(string message, string? path)
        : base(ErrorCode.NoAuth, message, path)
    {
    }
}
