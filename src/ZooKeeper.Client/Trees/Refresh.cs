using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Brings the server up to the leader; then a snapshot at or after the reply's zxid is as fresh as its caller asked for. A lost connection leaves
/// it open, to be sent again on the next.
/// </summary>
internal sealed class Refresh(Action<Refresh> onAnswered, Action<Refresh, ErrorCode> onRefused) : PendingRequest(OpCode.Sync, path: null)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Completion => _completion.Task;

    /// <summary>The zxid that a snapshot must have, once the server has answered on the present connection.</summary>
    public long? Target { get; set; }

    public override void WriteBody(JuteWriter writer) => new PathRequest("/").Write(writer);

    // A read-only server cannot sync; what it has is all there is.
    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error is ErrorCode.Ok or ErrorCode.NotReadOnly)
        {
            Target = header.Error == ErrorCode.Ok ? header.Zxid : 0;
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
        _ = _completion.Task.Exception;
    }
}
