using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>A reply over <see cref="ZooKeeperClientOptions.MaxReplyLength"/>. It was read to its end and dropped; the connection goes on.</summary>
internal sealed class ReplyTooLargeException(OpCode opCode, string? path, int length) : ZooKeeperException(
    ErrorCode.MarshallingError,
    $"The reply to {opCode}{(path is null ? "" : $" of '{path}'")} has {length} bytes, more than {nameof(ZooKeeperClientOptions.MaxReplyLength)} allows.",
    path);
