using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>Sets one batch of watches. The events that it causes arrive before its reply.</summary>
internal sealed class SetWatches(SetWatchesRequest request, Action<ErrorCode> onAnswered) : PendingRequest(request.OpCode, path: null)
{
    public override int? FixedXid => Xid.SetWatches;

    public override void WriteBody(JuteWriter writer) => request.Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => onAnswered(header.Error);

    // If the connection is lost, the next one sets all watches again.
    public override void OnFailure(ZooKeeperException cause)
    {
    }
}
