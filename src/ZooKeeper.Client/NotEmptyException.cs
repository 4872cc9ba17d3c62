namespace ZooKeeper.Client;

/// <summary>The znode has children, so it cannot be deleted.</summary>
public sealed class NotEmptyException : ZooKeeperException
{
    internal NotEmptyException(string message, string? path)
        : base(ErrorCode.NotEmpty, message, path)
    {
    }
}
