namespace ZooKeeper.Client;

/// <summary>The znode exists already.</summary>
public sealed class NodeExistsException : ZooKeeperException
{
    internal NodeExistsException(string message, string? path)
        : base(ErrorCode.NodeExists, message, path)
    {
    }
}
