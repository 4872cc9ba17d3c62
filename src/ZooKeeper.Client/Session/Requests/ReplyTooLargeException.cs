using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>Indicates a reply over <see cref="ZooKeeperClientOptions.MaxReplyLength"/>. The client skips the reply and keeps the connection.</summary>
internal sealed class ReplyTooLargeException(OpCode opCode, string? path, int length) : ZooKeeperException(
    ErrorCode.MarshallingError,
    $"The reply to {opCode}{(path is null ? "" : $" of '{path}'")} has {length} bytes, which is over the limit. Raise {nameof(ZooKeeperClientOptions.MaxReplyLength)}.",
    path);
