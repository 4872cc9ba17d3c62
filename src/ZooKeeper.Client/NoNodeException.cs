namespace ZooKeeper.Client;

/// <summary>The znode does not exist; for a create, its parent.</summary>
public sealed class NoNodeException : ZooKeeperException
{
    internal NoNodeException(string message, string? path)
        : base(ErrorCode.NoNode, message, path)
    {
    }
}
