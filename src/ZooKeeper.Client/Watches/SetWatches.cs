using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>One batch of watches on its way to the server. The events it causes come before its reply.</summary>
internal sealed class SetWatches(SetWatchesRequest request, Action<ErrorCode> onAnswered) : PendingRequest(request.OpCode, path: null)
{
    public override int? FixedXid => Xid.SetWatches;

    public override void WriteBody(JuteWriter writer) => request.Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => onAnswered(header.Error);

    // The connection is lost; the next one restores all watches anew.
    public override void OnFailure(ZooKeeperException cause)
    {
    }
}
