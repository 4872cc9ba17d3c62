using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Sets one-shot watches of a mirror again on a new connection; its reply tells whether anything can have changed since the snapshot.</summary>
internal sealed class OneShotRestoration(TreeMirror mirror, SetWatchesRequest request) : PendingRequest(request.OpCode, path: null)
{
    public override int? FixedXid => Xid.SetWatches;

    public override void WriteBody(JuteWriter writer) => request.Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => mirror.OnWatchesRestored(this, header);

    // If the connection is lost, the watches are set again on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            mirror.Fail(cause);
        }
    }
}
