using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>Sets one-shot watches of a mirror again on a new connection. The zxid of the reply shows whether anything can have changed.</summary>
internal sealed class OneShotRestoration(IFollower follower, SetWatchesRequest request, SetWatchesLimit limit) : PendingRequest(request.OpCode, path: null)
{
    public override int? FixedXid => Xid.SetWatches;

    public override void WriteBody(JuteWriter writer)
    {
        limit.OnSent();
        request.Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        limit.OnAnswered();
        follower.OnWatchAnswered(this, root: null, header.Error, header.Zxid);
    }

    // If the connection is lost, the next one sets the watches again.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            follower.Fail(cause);
        }
    }
}
