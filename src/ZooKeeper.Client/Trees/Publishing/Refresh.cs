using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Brings the server up to date with the leader. A snapshot at or after the zxid of the reply is fresh enough. If the connection is lost, the mirror sends the
/// refresh again on the next one.
/// </summary>
internal sealed class Refresh(Action<Refresh> onAnswered, Action<Refresh, ErrorCode> onRefused) : PendingRequest(OpCode.Sync, path: null)
{
    /// <summary>The target on a read-only server, which cannot sync.</summary>
    public const long ReadOnly = 0;

    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Completion => _completion.Task;

    /// <summary>The zxid that a snapshot must reach; null until the server has replied on the current connection.</summary>
    public long? Target { get; set; }

    public override void WriteBody(JuteWriter writer) => new PathRequest("/").Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error is ErrorCode.Ok or ErrorCode.NotReadOnly)
        {
            Target = header.Error == ErrorCode.Ok ? header.Zxid : ReadOnly;
            onAnswered(this);
        }
        else
        {
            onRefused(this, header.Error);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
    }

    public void Complete() => _completion.TrySetResult();

    public void Fail(Exception cause)
    {
        _completion.TrySetException(cause);
        _ = _completion.Task.Exception; // observe it, in case the caller no longer waits
    }
}
