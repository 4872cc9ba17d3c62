namespace ZooKeeper.Client;

/// <summary>The znode's version is not the one that the request names: somebody else changed it.</summary>
public sealed class BadVersionException : ZooKeeperException
{
    internal BadVersionException(string message, string? path)
        : base(ErrorCode.BadVersion, message, path)
    {
    }
}
